import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Writes {@code summary.txt} beside the {@code mutations.xml} of a mutation test, and prints it:
 * how many faults the tests notice in each class, and each fault that none of them does. Called by
 * the profile {@code mutation}.
 */
final class MutationSummary {
    private MutationSummary() {}

    /** A planted fault: where it is, what it does, and whether a test noticed. */
    private record Mutant(String file, int line, String method, String fault, String status, boolean noticed) {
        static Mutant of(Element element) {
            return new Mutant(
                    text(element, "sourceFile"),
                    Integer.parseInt(text(element, "lineNumber")),
                    text(element, "mutatedMethod"),
                    text(element, "description"),
                    element.getAttribute("status"),
                    Boolean.parseBoolean(element.getAttribute("detected")));
        }

        private static String text(Element element, String tag) {
            return element.getElementsByTagName(tag).item(0).getTextContent();
        }

        String inWords() {
            String untested = status.equals("NO_COVERAGE") ? " (no test comes here)" : "";
            return "%s:%d %s: %s%s".formatted(file, line, method, fault, untested);
        }
    }

    /** @param args the folder of the report */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        var elements = factory.newDocumentBuilder()
                .parse(folder.resolve("mutations.xml").toFile())
                .getElementsByTagName("mutation");
        List<Mutant> mutants = IntStream.range(0, elements.getLength())
                .mapToObj(i -> Mutant.of((Element) elements.item(i)))
                .sorted(Comparator.comparing(Mutant::file).thenComparing(Mutant::line))
                .toList();
        String text = text(mutants);
        Files.writeString(folder.resolve("summary.txt"), text);
        System.out.print(text);
        System.out.println("More: " + folder.resolve("index.html"));
    }

    private static String text(List<Mutant> mutants) {
        StringBuilder text = new StringBuilder();
        mutants.stream()
                .collect(groupingBy(Mutant::file, TreeMap::new, toList()))
                .forEach((file, some) -> text.append(share(file, some)));
        text.append(share("all", mutants)).append("\nNoticed by no test:\n");
        mutants.stream()
                .filter(mutant -> !mutant.noticed)
                .forEach(mutant -> text.append(mutant.inWords()).append('\n'));
        return text.toString();
    }

    private static String share(String name, List<Mutant> mutants) {
        long noticed = mutants.stream().filter(Mutant::noticed).count();
        double percent = Math.floor(1000.0 * noticed / mutants.size()) / 10;
        return "%-24s %4d of %4d noticed, %5.1f %%%n".formatted(name, noticed, mutants.size(), percent);
    }
}
