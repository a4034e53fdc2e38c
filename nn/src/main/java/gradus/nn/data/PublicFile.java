package gradus.nn.data;

import gradus.nn.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A file with public homes, each holding the same bytes.
 *
 * @param name its name in the folder of its data set
 * @param homes addresses, tried in this order
 * @param sha256 the checksum of its bytes, in lower-case hexadecimal digits
 * @param most no such file has more bytes
 */
record PublicFile(String name, ImmutableList<URI> homes, String sha256, long most) {

    /** Whether the bytes of a file are the published ones. */
    boolean matches(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Sha256.of(in).equals(sha256);
        }
    }
}
