// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.file;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * How bytes become characters, and how that is known: told by the user, by a mark at the beginning, or because the
 * beginning of the file is of that encoding and of no other. Nothing is taken for an encoding silently: the report
 * names it and how it is known, and where the beginning fits none, the file is not read.
 *
 * @param markBytes bytes of the byte order mark, which are no text
 */
public record TextEncoding(Charset charset, Known how, int markBytes) {

    /** How an encoding is known. */
    public enum Known { TOLD, MARK, VALID_UTF8, ASCII_ONLY, LOOKS_LIKE_GB18030, LOOKS_LIKE_UTF16 }

    /** As much as is looked at. */
    public static final int SAMPLE_BYTES = 1 << 20;

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final int BOM_UTF8 = 3;
    private static final int BOM_UTF16 = 2;

    public String name() {
        return charset.name();
    }

    /** @param name as a user writes it: gbk and gb2312 mean the encoding that contains them */
    public static Charset named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("gbk") || lower.equals("gb2312") || lower.equals("cp936")) {
            return GB18030;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            throw new Failure(Exit.USAGE, "encoding.unknown");
        }
    }

    /** With the user's word; a mark that says the same is taken off, one that says otherwise is refused. */
    public static TextEncoding told(Charset charset, byte[] sample, int length) {
        TextEncoding marked = marked(sample, length);
        if (marked == null) {
            return new TextEncoding(charset, Known.TOLD, 0);
        }
        boolean same = marked.charset.equals(charset) || charset.equals(StandardCharsets.UTF_16);
        if (!same) {
            throw new Failure(Exit.INPUT, "encoding.mark", marked.name(), charset.name());
        }
        return new TextEncoding(marked.charset, Known.TOLD, marked.markBytes);
    }

    /**
     * By the first bytes.
     *
     * @return null where they fit no encoding that is looked for
     */
    public static TextEncoding detect(byte[] sample, int length) {
        TextEncoding marked = marked(sample, length);
        if (marked != null) {
            return marked;
        }
        int zeros = 0;
        int oddZeros = 0;
        boolean ascii = true;
        for (int i = 0; i < length; i++) {
            ascii &= sample[i] >= 0;
            if (sample[i] == 0) {
                zeros++;
                oddZeros += i & 1;
            }
        }
        if (zeros > 0) {
            return wide(length, zeros, oddZeros);
        }
        if (ascii) {
            return new TextEncoding(StandardCharsets.UTF_8, Known.ASCII_ONLY, 0);
        }
        if (decodes(sample, length, StandardCharsets.UTF_8)) {
            return new TextEncoding(StandardCharsets.UTF_8, Known.VALID_UTF8, 0);
        }
        return mostlyGb2312(sample, length) && decodes(sample, length, GB18030)
                ? new TextEncoding(GB18030, Known.LOOKS_LIKE_GB18030, 0) : null;
    }

    /** Whether the first bytes are of something that is no text: zeros that no two-byte encoding explains. */
    public static boolean binary(byte[] sample, int length) {
        if (marked(sample, length) != null) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (sample[i] == 0) {
                return detect(sample, length) == null;
            }
        }
        return false;
    }

    private static TextEncoding marked(byte[] s, int length) {
        if (length >= BOM_UTF8 && (s[0] & 0xFF) == 0xEF && (s[1] & 0xFF) == 0xBB && (s[2] & 0xFF) == 0xBF) {
            return new TextEncoding(StandardCharsets.UTF_8, Known.MARK, BOM_UTF8);
        }
        if (length >= BOM_UTF16 && (s[0] & 0xFF) == 0xFF && (s[1] & 0xFF) == 0xFE) {
            return new TextEncoding(StandardCharsets.UTF_16LE, Known.MARK, BOM_UTF16);
        }
        if (length >= BOM_UTF16 && (s[0] & 0xFF) == 0xFE && (s[1] & 0xFF) == 0xFF) {
            return new TextEncoding(StandardCharsets.UTF_16BE, Known.MARK, BOM_UTF16);
        }
        return null;
    }

    /** Digits, separators and line ends of UTF-16 have a zero in one half, always the same one. */
    private static TextEncoding wide(int length, int zeros, int oddZeros) {
        if (zeros * 10 < length) {
            return null;
        }
        if (oddZeros == zeros) {
            return new TextEncoding(StandardCharsets.UTF_16LE, Known.LOOKS_LIKE_UTF16, 0);
        }
        return oddZeros == 0 ? new TextEncoding(StandardCharsets.UTF_16BE, Known.LOOKS_LIKE_UTF16, 0) : null;
    }

    private static boolean decodes(byte[] sample, int length, Charset charset) {
        try {
            var decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            CharBuffer out = CharBuffer.allocate(length + 1);
            // The sample may end within a character: the end of the input is not told.
            CoderResult result = decoder.decode(ByteBuffer.wrap(sample, 0, length), out, false);
            if (result.isError()) {
                result.throwException();
            }
            return true;
        } catch (CharacterCodingException notOfThisEncoding) {
            return false;
        }
    }

    /** Of Chinese texts nearly all characters are those of 1980, which lie in one corner of the table. */
    private static boolean mostlyGb2312(byte[] sample, int length) {
        int pairs = 0;
        int common = 0;
        for (int i = 0; i + 1 < length; i++) {
            int lead = sample[i] & 0xFF;
            if (lead >= 0x81) {
                int trail = sample[++i] & 0xFF;
                pairs++;
                common += (lead >= 0xB0 && lead <= 0xF7 || lead >= 0xA1 && lead <= 0xA3) && trail >= 0xA1 ? 1 : 0;
            }
        }
        return pairs > 0 && common * 10 >= pairs * 9;
    }
}
