package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {
    /** The first example of the standard. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void theExampleOfTheStandard() throws Exception {
        byte[] text = "abc".getBytes(StandardCharsets.US_ASCII);
        assertThat(Sha256.of(new ByteArrayInputStream(text))).isEqualTo(OF_ABC);
        var digest = Sha256.digest();
        digest.update(text);
        assertThat(Sha256.of(digest)).isEqualTo(OF_ABC);
    }
}
