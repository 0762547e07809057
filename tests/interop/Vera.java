import java.io.FileInputStream;
import java.io.InputStream;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Judges each file against each flavour with veraPDF. Arguments: flavours with commas between (3a,ua1), then files.
 * One line for each pair, fields with tabs between: flavour, file, number of checks, broken rules as clause-test.
 */
public class Vera {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String name : arguments[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.fromString(name);
            for (int index = 1; index < arguments.length; index++) {
                System.out.println(name + "\t" + arguments[index] + "\t" + judge(flavour, arguments[index]));
            }
        }
    }

    private static String judge(PDFAFlavour flavour, String file) throws Exception {
        try (InputStream stream = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            TreeSet<String> broken = new TreeSet<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    broken.add(assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber());
                }
            }
            if (broken.isEmpty() && !result.isCompliant()) {
                broken.add("not compliant");
            }
            return result.getTotalAssertions() + "\t" + String.join(" ", broken);
        }
    }
}
