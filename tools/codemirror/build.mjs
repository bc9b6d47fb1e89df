// Bundles what entry.js names of CodeMirror 6 into one file, which is committed. To renew it:
//
//     cd tools/codemirror && npm ci && npm run build
//
// The same packages give the same bytes; package-lock.json holds their versions and hashes. With --check the
// committed file is compared instead of written.
import { readFileSync, writeFileSync, readdirSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const target = here("../../src/lfnkr_nb/widgets/static/codemirror.js");
const notice = here("../../src/lfnkr_nb/widgets/static/codemirror.LICENSE.txt");

const packages = () => {
  const lock = JSON.parse(readFileSync(here("package-lock.json"), "utf8")).packages;
  return Object.entries(lock).filter(([path, { dev }]) => path && !dev).map(([path, { version }]) => ({ path, version, name: path.replace(/^.*node_modules\//, "") }));
};

const licences = () => packages().map(({ path, name, version }) => {
  const file = readdirSync(here(path)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file && existsSync(here(`${path}/${file}`)) ? readFileSync(here(`${path}/${file}`), "utf8").trim() : "";
  if (!text) throw new Error(`${name} has no licence file`);
  return `${name} ${version}\n${"-".repeat(name.length + version.length + 1)}\n\n${text}\n`;
}).join("\n\n");

const made = await build({
  stdin: { contents: `import * as CM from "./entry.js"; export { CM };`, resolveDir: here("."), loader: "js" },
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "lfnkrCodeMirror",
  target: ["es2022"],
  legalComments: "none",
  charset: "utf8",
  write: false,
});
const versions = packages().filter(({ name }) => /^@(codemirror|lezer)/.test(name)).map(({ name, version }) => `${name}@${version}`).join(" ");
const text = `// CodeMirror 6, MIT licence (codemirror.LICENSE.txt), bundled by tools/codemirror: ${versions}\n${made.outputFiles[0].text}const { CM } = lfnkrCodeMirror;\n`;

if (process.argv.includes("--check")) {
  const same = readFileSync(target, "utf8") === text && readFileSync(notice, "utf8") === licences();
  console.log(same ? "codemirror.js is what its packages give" : "codemirror.js differs from what its packages give; run npm run build");
  process.exit(same ? 0 : 1);
}
writeFileSync(target, text);
writeFileSync(notice, licences());
console.log(`${target}: ${(text.length / 1024).toFixed(0)} kB`);
