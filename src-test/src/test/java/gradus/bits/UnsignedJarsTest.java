package gradus.bits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsignedJarsTest {
    private static final String SIGNED = location(ImmutableList.class);
    private static final String UNSIGNED = location(Test.class);

    private static String location(Class<?> inside) {
        return Path.of(inside.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }

    private static ImmutableList<String> entries(String jar) throws Exception {
        try (var file = new JarFile(jar)) {
            return Lists.immutable.fromStream(file.stream().map(entry -> entry.getName() + " " + entry.getCrc()));
        }
    }

    private static boolean isSignature(String entry) {
        return entry.startsWith("META-INF/ECLIPSE_.");
    }

    @Test
    void onlySignedJarsAreCopiedAndTheCopyLacksNothingElse(@TempDir Path folder) throws Exception {
        String missing = folder.resolve("missing.jar").toString();
        var path = Lists.immutable.with(SIGNED, UNSIGNED, folder.toString(), missing);
        var found = Lists.immutable.with(
                UnsignedJars.of(path.makeString(File.pathSeparator)).split(File.pathSeparator));
        assertThat(found.drop(1)).isEqualTo(path.drop(1));
        assertThat(found.getFirst()).isNotEqualTo(SIGNED);
        assertThat(Path.of(found.getFirst()).getFileName())
                .isEqualTo(Path.of(SIGNED).getFileName());
        assertThat(entries(SIGNED).select(UnsignedJarsTest::isSignature)).hasSize(2);
        assertThat(entries(found.getFirst()))
                .containsExactlyInAnyOrderElementsOf(entries(SIGNED).reject(UnsignedJarsTest::isSignature));
    }

    @Test
    void aJarIsCopiedOnce() {
        assertThat(UnsignedJars.of(SIGNED)).isEqualTo(UnsignedJars.of(SIGNED));
    }
}
