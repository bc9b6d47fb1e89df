// What the editor needs of CodeMirror 6, and nothing more.
export { EditorState, EditorSelection, Compartment, StateEffect, StateField } from "@codemirror/state";
export {
  EditorView, keymap, drawSelection, highlightActiveLine, highlightSpecialChars, dropCursor, placeholder,
  Decoration, WidgetType, hoverTooltip, lineNumbers,
} from "@codemirror/view";
export { history, historyKeymap, defaultKeymap, undo, redo, undoDepth, isolateHistory } from "@codemirror/commands";
export { Language, LanguageSupport, defineLanguageFacet, syntaxHighlighting, HighlightStyle, syntaxTree } from "@codemirror/language";
export { search, searchKeymap, openSearchPanel, highlightSelectionMatches } from "@codemirror/search";
export { parser as markdown, GFM } from "@lezer/markdown";
export { tags } from "@lezer/highlight";
