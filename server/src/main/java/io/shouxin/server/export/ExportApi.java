// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.problem.Refused;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Exports for programs that watch over them. Files are asked for, agreed to and fetched by people, on pages. */
@RestController
@PreAuthorize("hasAuthority('export.trace')")
class ExportApi {

    private final Exports exports;
    private final Tracing tracing;

    ExportApi(Exports exports, Tracing tracing) {
        this.exports = exports;
        this.tracing = tracing;
    }

    /**
     * An export as answered.
     *
     * @param by staff number of whoever asked
     * @param agreedBy staff numbers of whoever agreed
     * @param why why it was stopped, as a stable key
     * @param rows real customers in the file; canaries are rows besides
     * @param digest SHA-256 of the encrypted file, in hexadecimal
     */
    record ExportBody(UUID id, String state, @Nullable String why, String by, List<String> agreedBy,
            List<String> approvals, String purpose, String recipient, List<String> fields, String format,
            String selection, long rowCap, long rows, int canaries, long bytes, @Nullable String digest,
            Instant askedAt, @Nullable Instant beganAt, @Nullable Instant endedAt) {}

    record ExportsBody(List<ExportBody> exports) {}

    /**
     * One export that a file was copied from.
     *
     * @param ground {@code certain}: numbers or tokens that nobody has; {@code likely}: names, addresses or masked
     *     numbers, more than chance explains
     * @param canaries of its canaries, how many are in the file
     * @param ofCanaries how many it has
     * @param chance how probable so many would be in a file that was not copied from it
     */
    record FoundBody(ExportBody export, String ground, int canaries, int ofCanaries, Set<String> fields,
            double chance) {}

    record TraceBody(long cells, List<FoundBody> found) {}

    /** The newest two hundred. */
    @GetMapping("/api/v1/exports")
    ExportsBody all() {
        return new ExportsBody(exports.latest(Callers.present()).stream().map(this::body).toList());
    }

    @GetMapping("/api/v1/exports/{id}")
    ExportBody one(@PathVariable UUID id) {
        return body(exports.find(id, Callers.present()));
    }

    /** The body is the file that was found, as text of any sort; nothing of it is kept. */
    @PostMapping("/api/v1/exports/trace")
    TraceBody trace(HttpServletRequest request) {
        Tracing.Report report = trace(tracing, request, Callers.present());
        return new TraceBody(report.cells(), report.found().stream().map(one -> new FoundBody(body(one.export()),
                one.ground().name().toLowerCase(Locale.ROOT), one.canaries(), one.of(), one.fields(), one.chance()))
                .toList());
    }

    static Tracing.Report trace(Tracing tracing, HttpServletRequest request, Caller by) {
        try (InputStream body = request.getInputStream()) {
            return tracing.trace(FoundText.of(body), by);
        } catch (IOException brokenOff) {
            throw new Refused(Refused.Kind.UNAVAILABLE, "export.refused.broken-off");
        }
    }

    private ExportBody body(ExportJob job) {
        ExportJob.Wanted wanted = job.wanted();
        return new ExportBody(job.id(), job.state().name().toLowerCase(Locale.ROOT), job.why().orElse(null), job.by(),
                exports.agreements(job).stream().map(one -> one.actor()).toList(), job.approvals(), wanted.purpose(),
                wanted.recipient(), wanted.fields(), wanted.format().ending(),
                wanted.selection().name().toLowerCase(Locale.ROOT), wanted.cap(), job.counts().rows(),
                job.counts().canaries(), job.counts().bytes(),
                job.digest().map(HexFormat.of()::formatHex).orElse(null), job.times().asked(),
                job.times().began().orElse(null), job.times().ended().orElse(null));
    }
}
