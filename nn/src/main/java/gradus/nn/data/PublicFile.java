package gradus.nn.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        MessageDigest digest = digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest()).equals(sha256);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
