import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Says of each file whether veraPDF finds it to be PDF/A-3b, and which rule it breaks. */
public final class CheckPdfa {
  public static void main(String[] files) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    var flavour = PDFAFlavour.byFlavourId("3b");
    var foundry = Foundries.defaultInstance();
    boolean allCompliant = true;
    for (String file : files) {
      try (var parser = foundry.createParser(new FileInputStream(file), flavour);
          var validator = foundry.createValidator(flavour, false)) {
        ValidationResult result = validator.validate(parser);
        allCompliant &= result.isCompliant();
        System.out.println(file + (result.isCompliant() ? ": PDF/A-3b" : ": not PDF/A-3b"));
        for (TestAssertion broken : result.getTestAssertions()) {
          System.out.println("  " + broken.getRuleId() + " " + broken.getMessage());
        }
      }
    }
    System.exit(allCompliant ? 0 : 1);
  }
}
