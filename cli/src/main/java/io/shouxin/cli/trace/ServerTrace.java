// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.trace;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.client.NoAnswer;
import io.shouxin.client.ProblemAnswer;
import io.shouxin.client.Shouxin;
import io.shouxin.client.Traced;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Asks a server of which export a file is a copy. The file goes there whole, so only where nobody reads along. */
final class ServerTrace {

    private static final Duration LONGEST = Duration.ofHours(1);

    private final Shouxin server;

    /** @param language of what the server says when it refuses */
    ServerTrace(URI address, Optional<String> key, Locale language) {
        String known = key.orElseThrow(() -> new Failure(Exit.USAGE, "trace.key"));
        try {
            server = Shouxin.connect(address, known).in(language).waitingAtMost(LONGEST);
        } catch (IllegalArgumentException wrong) {
            throw new Failure(Exit.USAGE, "trace.address");
        }
    }

    /** @param read takes how many bytes went out */
    Traced trace(InputStream in, LongConsumer read) {
        try {
            return server.trace(() -> new Counted(in, read));
        } catch (ProblemAnswer refused) {
            throw new Failure(Exit.INPUT, "trace.refused", refused.title(), refused.next());
        } catch (NoAnswer silent) {
            throw new Failure(Exit.INPUT, "trace.silent");
        }
    }

    static Map<String, Object> report(Traced traced) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", 1);
        all.put("cells", traced.cells());
        all.put("exports", traced.found().stream().map(found -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("export", found.export().toString());
            one.put("ground", found.ground().name().toLowerCase(Locale.ROOT));
            one.put("recipient", found.recipient());
            one.put("purpose", found.purpose());
            one.put("by", found.by());
            one.put("agreedBy", found.agreedBy());
            one.put("begun", found.begun().map(Object::toString).orElse(null));
            one.put("canaries", found.canaries());
            one.put("ofCanaries", found.ofCanaries());
            return one;
        }).toList());
        return all;
    }

    private static final class Counted extends FilterInputStream {

        private final LongConsumer read;

        private Counted(InputStream in, LongConsumer read) {
            super(in);
            this.read = read;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            if (one >= 0) {
                read.accept(1);
            }
            return one;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int got = super.read(buffer, from, length);
            if (got > 0) {
                read.accept(got);
            }
            return got;
        }
    }
}
