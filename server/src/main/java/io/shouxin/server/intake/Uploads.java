// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.problem.Refused;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Files and mappings out of a request's body. A file is the body itself, never a part of a form: parts
 * are spooled to the disk in the clear before anybody looks at them.
 */
@Component
class Uploads {

    /** A caller that is still sending reads an answer only if the rest is taken from it first. */
    private static final long DRAIN_BYTES_MAX = 64L << 20;
    private static final int MAPPING_BYTES_MAX = 4 * MappingReader.CHARACTERS_MAX;

    private final Imports imports;

    Uploads(Imports imports) {
        this.imports = imports;
    }

    ImportJob receive(UUID id, HttpServletRequest request, Caller caller) {
        try (InputStream body = request.getInputStream()) {
            try {
                if (request.getContentLengthLong() > UploadStream.BYTES_MAX) {
                    throw new Refused(Refused.Kind.TOO_LARGE, "intake.file-too-large",
                            Long.toString(UploadStream.BYTES_MAX >> 30));
                }
                return imports.receive(id, body, caller);
            } catch (Refused refused) {
                drain(body);
                throw refused;
            }
        } catch (IOException brokenOff) {
            throw new Refused(Refused.Kind.UNAVAILABLE, "intake.broken-off");
        }
    }

    private static void drain(InputStream body) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = DRAIN_BYTES_MAX;
        for (int got = body.read(buffer); got >= 0 && left > 0; got = body.read(buffer)) {
            left -= got;
        }
    }

    /** The mapping as text; it is the whole body, in UTF-8. */
    static String mapping(HttpServletRequest request) {
        try {
            byte[] bytes = request.getInputStream().readNBytes(MAPPING_BYTES_MAX + 1);
            if (bytes.length > MAPPING_BYTES_MAX) {
                throw new Refused(Refused.Kind.TOO_LARGE, "intake.mapping-too-large",
                        Integer.toString(MappingReader.CHARACTERS_MAX));
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException wrong) {
            throw new Refused(Refused.Kind.INVALID, "intake.mapping-not-utf-8");
        } catch (IOException brokenOff) {
            throw new Refused(Refused.Kind.UNAVAILABLE, "intake.broken-off");
        }
    }
}
