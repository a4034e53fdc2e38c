package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The BOM has no parent, so that who imports it gets nothing else; what it repeats is the project's. */
class BomTest {
    private static final Path PROJECT = Path.of("..");
    private static final Path BOM = PROJECT.resolve("nn/bom/pom.xml");

    private static ImmutableList<String> texts(Path pom, String path) {
        try {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
            var nodes =
                    (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
            return Lists.immutable.fromStream(IntStream.range(0, nodes.getLength())
                    .mapToObj(i -> nodes.item(i).getTextContent()));
        } catch (IOException | SAXException | ParserConfigurationException | XPathExpressionException e) {
            throw new AssertionError(pom + ", " + path, e);
        }
    }

    @Test
    void theVersionIsTheProjects() {
        assertThat(texts(BOM, "/project/version")).isEqualTo(texts(PROJECT.resolve("pom.xml"), "/project/version"));
        assertThat(texts(BOM, "/project/parent")).isEmpty();
        assertThat(texts(BOM, "//dependency/version").distinct()).containsExactly("${project.version}");
    }

    /** What is shipped is a module with a Java module and its documentation. */
    @Test
    void allThatIsShippedIsListed() {
        ImmutableList<Path> shipped = texts(PROJECT.resolve("pom.xml"), "/project/modules/module")
                .collect(module -> PROJECT.resolve(module).resolve("pom.xml"))
                .select(BomTest::namesItsModule);
        assertThat(texts(BOM, "/project/dependencyManagement/dependencies/dependency/artifactId"))
                .containsExactlyElementsOf(shipped.collect(BomTest::artifact))
                .contains("gradus-autodiff", "gradus-nn");
    }

    /** exec:exec runs in every module, and without an executable it fails even where it is skipped. */
    @Test
    void theMainCommandPassesBy() {
        assertThat(texts(BOM, "/project/properties/exec.skip")).containsExactly("true");
        assertThat(texts(BOM, "/project/properties/exec.executable")).hasSize(1);
    }

    /** Plugins that are named without a parent have the parent's versions. */
    @Test
    void theVersionsOfItsPluginsAreTheParents() {
        for (String plugin : texts(BOM, "//plugin/artifactId")) {
            String version = "//pluginManagement/plugins/plugin[artifactId='" + plugin + "']/version";
            assertThat(texts(BOM, version)).as(plugin).isEqualTo(texts(PROJECT.resolve("pom.xml"), version));
        }
    }

    private static boolean namesItsModule(Path pom) {
        return texts(pom, "/project/properties/module.name").notEmpty();
    }

    private static String artifact(Path pom) {
        return texts(pom, "/project/artifactId").getOnly();
    }
}
