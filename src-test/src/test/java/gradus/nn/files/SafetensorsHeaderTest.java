package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that occur twice, and how much a header may have. */
class SafetensorsHeaderTest {
    @TempDir
    private Path folder;

    /** A file of one number, with further members in its entry or in the header. */
    private Path file(String inEntry, String inHeader) throws IOException {
        String header =
                "{\"w\":{\"dtype\":\"F32\"," + inEntry + "\"shape\":[1],\"data_offsets\":[0,4]}" + inHeader + "}";
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(8 + text.length + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .putFloat(7)
                .array();
        return Files.write(folder.resolve("some.safetensors"), bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'x':1,'x':2,",
                "'x':1,'y':{'a':[{}]},'x':'z',",
                "'x':{'a':1,'a':2,'dtype':1,'dtype':2},",
                "'x':[{'a':{'b':1,'b':2}}],"
            })
    void unknownMembersAreSkippedHoweverOftenTheyOccur(String members) throws IOException {
        Path file = file(members.replace('\'', '"'), "");
        assertThat(Safetensors.read(file).tensor("w").toFloatArray()).containsExactly(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            'dtype':'F32',        ! ``                                                        ! dtype
            'shape':[1],          ! ``                                                        ! shape
            'data_offsets':[0,4], ! ``                                                        ! data_offsets
            ``                    ! ,'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}     ! w
            ``                    ! ,'__metadata__':{},'__metadata__':{}                      ! __metadata__
            ``                    ! ,'__metadata__':{'a':'1','b':'2','a':'3'}                 ! a
            """)
    void namesThatMeanSomethingOccurOnce(String inEntry, String inHeader, String name) throws IOException {
        Path file = file(inEntry.replace('\'', '"'), inHeader.replace('\'', '"'));
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(file + ", byte ")
                .hasMessageEndingWith(": needs each name once, got " + name);
    }

    @Test
    void theLimitsOfTheReaderAreNamed() throws IOException {
        String[] members = {
            "\"x\":" + "[".repeat(600) + "]".repeat(600) + ",",
            "\"" + "x".repeat(50_001) + "\":1,",
            "\"x\":" + "1".repeat(1001) + ","
        };
        String[] got = {"Document nesting depth (501)", "Name length (50001)", "Number value length (1001)"};
        for (int i = 0; i < members.length; i++) {
            Path file = file(members[i], "");
            assertThatThrownBy(() -> Safetensors.read(file))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith(file.toString())
                    .hasMessageEndingWith(": needs JSON of at most 500 levels, names of 50000 characters, texts of"
                            + " 100000000 and numbers of 1000, got " + got[i]
                            + "; write it with less, or without what nobody needs");
        }
    }
}
