package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.nn.files.DataException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    private Path root;

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    private Path find(Path given) {
        return DataFolder.find("mnist", given, properties::get, environment::get);
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    @Test
    void theFirstOfArgumentPropertyVariableAndCaches() throws IOException {
        properties.put("user.home", root.toString());
        assertThat(find(null)).isNull();

        var home = folder(".cache/gradus/mnist");
        assertThat(find(null)).isEqualTo(home);

        environment.put("XDG_CACHE_HOME", "");
        assertThat(find(null)).isEqualTo(home);

        environment.put("XDG_CACHE_HOME", root.resolve("xdg").toString());
        assertThat(find(null)).isNull();
        var cache = folder("xdg/gradus/mnist");
        assertThat(find(null)).isEqualTo(cache);

        var variable = folder("variable/mnist");
        environment.put(DataFolder.VARIABLE, root.resolve("variable").toString());
        assertThat(find(null)).isEqualTo(variable);

        var property = folder("property/mnist");
        properties.put(DataFolder.PROPERTY, root.resolve("property").toString());
        assertThat(find(null)).isEqualTo(property);

        var given = folder("given/mnist");
        assertThat(find(root.resolve("given"))).isEqualTo(given);
    }

    @Test
    void aFolderThatSomebodyNamedMustHaveTheData() throws IOException {
        folder("empty");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> find(root.resolve("empty")))
                .withMessageContaining("none in " + root.resolve("empty"));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> find(root.resolve("missing")))
                .withMessageContaining("no folder " + root.resolve("missing"));
        environment.put(DataFolder.VARIABLE, root.resolve("empty").toString());
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> find(null))
                .withMessageContaining("environment variable GRADUS_DATA");
        properties.put(DataFolder.PROPERTY, root.resolve("empty").toString());
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> find(null))
                .withMessageContaining("system property gradus.data");
    }

    @Test
    void whoNamedAFolderIsToldHowToDoWithout() throws IOException {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> find(folder("empty")))
                .withMessageEndingWith(
                        "; PublicData.MNIST.find(null, DownloadProgress.silent()) finds it, or fetches it");
        var relative = Path.of("nowhere");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataFolder.find("somebody's", relative))
                .withMessage(relative.resolve("somebody's") + ": needs a folder of that name, got no folder nowhere: "
                        + relative.resolve("somebody's").toAbsolutePath());
    }

    /** The calls of the hints are those of constants that there are. */
    @Test
    void eachDataSetHasItsCall() throws ReflectiveOperationException {
        for (Field field : PublicData.class.getFields()) {
            if (field.getType().equals(PublicData.class)) {
                String folder = ((PublicData) field.get(null)).folder();
                assertThat(PublicData.howToFind(folder)).startsWith("PublicData." + field.getName() + ".find(null, ");
            }
        }
        assertThat(PublicData.howToFind("another")).isEmpty();
    }

    @Test
    void theRealLookUpTakesTheGivenFolder() throws IOException {
        var mnist = folder("mnist");
        assertThat(DataFolder.find("mnist", root)).isEqualTo(mnist);
    }
}
