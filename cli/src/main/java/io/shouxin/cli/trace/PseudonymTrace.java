// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.trace;

import io.shouxin.cli.file.DecodingReader;
import io.shouxin.cli.file.TextEncoding;
import io.shouxin.core.plan.ReleaseKey;
import io.shouxin.core.plan.ReleaseKeys;
import io.shouxin.core.token.Pseudonyms;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** Looks for pseudonyms and tries whose they are: each release and recipient has a key of its own. */
final class PseudonymTrace {

    private static final int PSEUDONYMS_MAX = 10_000;

    private final ReleaseKeys keys;
    private final List<String> recipients;

    PseudonymTrace(ReleaseKeys keys, List<String> recipients) {
        this.keys = keys;
        this.recipients = List.copyOf(recipients);
    }

    /** What opens under the key of one release and recipient. */
    record Match(String release, String recipient, int opened) {}

    record Report(int pseudonyms, List<Match> matches) {}

    /**
     * @param told the encoding, null where nobody said
     * @param read takes how many bytes were read
     */
    Report trace(InputStream in, Charset told, LongConsumer read) throws IOException {
        byte[] sample = in.readNBytes(TextEncoding.SAMPLE_BYTES);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(sample), in);
        try (DecodingReader text = new DecodingReader(whole, encoding(told, sample), read)) {
            Set<String> found = new PseudonymFinder(PSEUDONYMS_MAX).read(text);
            return new Report(found.size(), matches(found));
        }
    }

    /** Pseudonyms are ASCII: where the encoding is not known, bytes serve as well as characters. */
    private static TextEncoding encoding(Charset told, byte[] sample) {
        if (told != null) {
            return TextEncoding.told(told, sample, sample.length);
        }
        TextEncoding found = TextEncoding.detect(sample, sample.length);
        return found != null ? found : TextEncoding.told(StandardCharsets.ISO_8859_1, sample, sample.length);
    }

    private List<Match> matches(Set<String> found) {
        List<Match> matches = new ArrayList<>();
        for (ReleaseKey key : keys.all()) {
            for (String recipient : recipients) {
                try (Pseudonyms pseudonyms = Pseudonyms.of(key.key(), recipient)) {
                    int count = (int) found.stream().filter(one -> pseudonyms.reverse(one).isPresent()).count();
                    if (count > 0) {
                        matches.add(new Match(key.release(), recipient, count));
                    }
                }
            }
        }
        matches.sort(Comparator.comparingInt(Match::opened).reversed());
        return matches;
    }
}
