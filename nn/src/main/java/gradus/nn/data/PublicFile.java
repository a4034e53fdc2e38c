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
 * @param algorithm of the checksum
 * @param checksum in lower-case hexadecimal digits; empty if what is in the file is checked instead
 * @param most no such file has more bytes
 */
record PublicFile(String name, ImmutableList<URI> homes, String algorithm, String checksum, long most) {

    /** Whether the bytes of a file are the published ones. */
    boolean matches(Path file) throws IOException {
        return checksum.isEmpty() || checksum(file, algorithm).equals(checksum);
    }

    private static String checksum(Path file, String algorithm) throws IOException {
        MessageDigest digest = digest(algorithm);
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
