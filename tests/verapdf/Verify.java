import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates each PDF named on the command line against PDF/UA-1 and PDF/A-2a; one line a failed rule. */
public class Verify {
  public static void main(String[] paths) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (String path : paths) {
      for (PDFAFlavour flavour : new PDFAFlavour[] {PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_2_A}) {
        verify(path, flavour);
      }
    }
  }

  private static void verify(String path, PDFAFlavour flavour) throws Exception {
    try (InputStream file = new FileInputStream(path);
        PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, 1, false, false, false)) {
      ValidationResult result = validator.validate(parser);
      Map<String, String> failed = new TreeMap<>();
      for (TestAssertion test : result.getTestAssertions()) {
        if (test.getStatus() == TestAssertion.Status.FAILED) {
          failed.putIfAbsent(
              test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber(),
              test.getMessage() + " at " + test.getLocation().getContext());
        }
      }
      System.out.println("CHECKED\t" + path + "\t" + flavour + "\t" + result.isCompliant() + "\t" + result.getTotalAssertions());
      failed.forEach((rule, why) -> System.out.println("FAILED\t" + path + "\t" + flavour + "\t" + rule + "\t" + why));
    }
  }
}
