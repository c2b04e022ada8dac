// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.cli.file.TextEncoding.Known;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextEncodingTest {

    private static final String CHINESE = "姓名,手机号\n王小明,16000001234\n李娜，备注：请下午回拨\n".repeat(20);

    @ParameterizedTest
    @CsvSource({"UTF-8,VALID_UTF8", "GB18030,LOOKS_LIKE_GB18030", "UTF-16LE,LOOKS_LIKE_UTF16",
        "UTF-16BE,LOOKS_LIKE_UTF16"})
    void tellsByTheLook(String charset, Known how) {
        byte[] bytes = CHINESE.getBytes(Charset.forName(charset));
        TextEncoding found = TextEncoding.detect(bytes, bytes.length);
        assertThat(found.name()).isEqualTo(charset);
        assertThat(found.how()).isEqualTo(how);
    }

    @Test
    void aSampleMayEndWithinACharacter() {
        for (String charset : new String[] {"UTF-8", "GB18030"}) {
            byte[] bytes = CHINESE.getBytes(Charset.forName(charset));
            for (int cut = 40; cut < 60; cut++) {
                assertThat(TextEncoding.detect(bytes, cut)).as("%s, %d bytes", charset, cut).isNotNull()
                        .extracting(TextEncoding::name).isEqualTo(charset);
            }
        }
    }

    @Test
    void guessesNothingElse() {
        byte[] latin = "José Müller, Málaga".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(TextEncoding.detect(latin, latin.length)).isNull();
        byte[] big5 = "王小明住在台北".getBytes(Charset.forName("Big5"));
        assertThat(TextEncoding.detect(big5, big5.length)).isNull();
    }

    @Test
    void knowsWhatIsNoText() {
        byte[] binary = {0x7F, 'E', 'L', 'F', 0, 0, 0, 1, 2, 0, 0, 3};
        assertThat(TextEncoding.binary(binary, binary.length)).isTrue();
        byte[] wide = CHINESE.getBytes(StandardCharsets.UTF_16LE);
        assertThat(TextEncoding.binary(wide, wide.length)).isFalse();
    }

    @Test
    void whatIsNotOfTheEncodingIsMarkedAndNotMistaken() throws IOException {
        byte[] bytes = "王,1\n".getBytes(Charset.forName("GB18030"));
        TextEncoding told = TextEncoding.told(StandardCharsets.UTF_8, bytes, bytes.length);
        try (DecodingReader reader = new DecodingReader(new ByteArrayInputStream(bytes), told, count -> { })) {
            char[] text = new char[20];
            int length = reader.read(text, 0, text.length);
            assertThat(new String(text, 0, length)).contains(String.valueOf(DecodingReader.UNREADABLE))
                    .endsWith(",1\n");
        }
    }
}
