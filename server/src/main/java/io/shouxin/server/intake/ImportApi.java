// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import io.shouxin.server.caller.Callers;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Imports for programs: open with a mapping, put the file, ask how far it is. */
@RestController
class ImportApi {

    static final String CSV = "text/csv";

    private final Imports imports;
    private final Uploads uploads;
    private final RejectFile rejectFile;

    ImportApi(Imports imports, Uploads uploads, RejectFile rejectFile) {
        this.imports = imports;
        this.uploads = uploads;
        this.rejectFile = rejectFile;
    }

    /**
     * An import as answered.
     *
     * @param sameAs the import that took this very file before; the counts are of that one then
     * @param why why it was stopped or given up, as a stable key
     */
    record JobBody(UUID id, String state, @Nullable String why, @Nullable UUID sameAs, String purpose,
            String existing, String by, FileBody file, CountsBody counts, Map<String, Long> skippedBlank,
            Map<String, Long> dropped, long rowsPerSecond, @Nullable Long secondsLeft, Instant openedAt,
            @Nullable Instant beganAt, @Nullable Instant endedAt) {}

    record FileBody(long bytes, long rows) {}

    record CountsBody(long done, long created, long changed, long unchanged, long rejected) {}

    record JobsBody(List<JobBody> imports) {}

    /** The body is the mapping, in YAML or JSON. */
    @PostMapping(path = "/api/v1/imports", consumes = {MediaType.APPLICATION_JSON_VALUE, "application/yaml",
        "application/x-yaml", "text/yaml", "text/plain"})
    ResponseEntity<JobBody> open(@RequestParam(required = false) @Nullable String purpose,
            @RequestParam(defaultValue = "false") boolean again, HttpServletRequest request) {
        ImportJob job = imports.open(Uploads.mapping(request), purpose, again, Callers.present());
        return ResponseEntity.created(URI.create("/api/v1/imports/" + job.id())).body(body(job));
    }

    /** The body is the file. It may be put again until it has arrived as a whole. */
    @PutMapping(path = "/api/v1/imports/{id}/file", consumes = {CSV, MediaType.APPLICATION_OCTET_STREAM_VALUE})
    ResponseEntity<JobBody> file(@PathVariable UUID id, HttpServletRequest request) {
        return ResponseEntity.accepted().body(body(uploads.receive(id, request, Callers.present())));
    }

    @GetMapping("/api/v1/imports")
    JobsBody all() {
        return new JobsBody(imports.latest(Callers.present()).stream().map(this::body).toList());
    }

    @GetMapping("/api/v1/imports/{id}")
    JobBody one(@PathVariable UUID id) {
        return body(imports.find(id, Callers.present()));
    }

    @PostMapping("/api/v1/imports/{id}/stop")
    JobBody stop(@PathVariable UUID id) {
        return body(imports.stop(id, Callers.present()));
    }

    @PostMapping("/api/v1/imports/{id}/resume")
    JobBody resume(@PathVariable UUID id) {
        return body(imports.resume(id, Callers.present()));
    }

    @GetMapping("/api/v1/imports/{id}/rejects")
    void rejects(@PathVariable UUID id, HttpServletResponse response) throws IOException {
        ImportJob job = imports.results(imports.find(id, Callers.present()));
        response.setContentType(CSV + ";charset=utf-8");
        rejectFile.write(job.id(), response.getOutputStream(), false);
    }

    private JobBody body(ImportJob job) {
        ImportJob meant = imports.results(job);
        ImportJob.Counts counts = meant.counts();
        return new JobBody(job.id(), job.state().name().toLowerCase(Locale.ROOT), job.why().orElse(null),
                job.repeats().orElse(null), job.purpose(), job.existing().name().toLowerCase(Locale.ROOT),
                job.by().id(), new FileBody(job.counts().bytes(), job.counts().rows()),
                new CountsBody(counts.done(), counts.created(), counts.changed(), counts.unchanged(),
                        counts.rejected()),
                imports.blank(meant.id()), imports.dropped(meant.id()), meant.rowsPerSecond(),
                meant.left().map(Duration::toSeconds).orElse(null), job.times().opened(),
                job.times().began().orElse(null), job.times().ended().orElse(null));
    }
}
