// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.language.Words;
import io.shouxin.server.problem.Refused;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Imports for people. */
@Controller
@PreAuthorize("hasAuthority('customer.import')")
class ImportPages {

    private static final String ID = "{id:[0-9a-f]{8}-[0-9a-f-]{27}}";
    private static final String EXAMPLE = "imports/telco-churn.yaml";

    private final Imports imports;
    private final ImportViews views;
    private final Uploads uploads;
    private final RejectFile rejectFile;
    private final Words words;

    ImportPages(Imports imports, ImportViews views, Uploads uploads, RejectFile rejectFile, Words words) {
        this.imports = imports;
        this.views = views;
        this.uploads = uploads;
        this.rejectFile = rejectFile;
        this.words = words;
    }

    /** One thing wrong, in the reader's words. */
    record Wrong(String where, String text) {}

    @GetMapping("/imports")
    String list(Model page) {
        page.addAttribute("rows", imports.latest(Callers.present()).stream().map(views::row).toList());
        return "intake/list";
    }

    @GetMapping("/imports/new")
    String form(@RequestParam(required = false) @Nullable String example, Model page) throws IOException {
        String text = example == null ? ""
                : new ClassPathResource(EXAMPLE).getContentAsString(StandardCharsets.UTF_8);
        return form(page, "", text, false);
    }

    private String form(Model page, String purpose, String mapping, boolean again) {
        Map<String, String> purposes = new LinkedHashMap<>();
        imports.purposes(Callers.present()).forEach(code -> purposes.put(code, views.purpose(code)));
        page.addAttribute("purposes", purposes).addAttribute("purpose", purpose)
                .addAttribute("mapping", mapping).addAttribute("again", again);
        return "intake/new";
    }

    /** Checks the mapping, or opens the import with it; a wrong one comes back with all its problems. */
    @PostMapping("/imports/new")
    String open(@RequestParam(defaultValue = "") String purpose, @RequestParam(defaultValue = "") String mapping,
            @RequestParam(defaultValue = "false") boolean again, @RequestParam(defaultValue = "check") String act,
            Model page) {
        try {
            if (act.equals("open")) {
                return "redirect:/imports/" + imports.open(mapping, purpose, again, Callers.present()).id();
            }
            imports.check(mapping, purpose).orRefuse();
            page.addAttribute("sound", true);
        } catch (Refused refused) {
            page.addAttribute("wrong", wrong(refused));
        }
        return form(page, purpose, mapping, again);
    }

    private List<Wrong> wrong(Refused refused) {
        return refused.details().isEmpty()
                ? List.of(new Wrong("", words.of(refused.key(), refused.arguments().toArray())))
                : refused.details().stream().map(this::wrong).toList();
    }

    private Wrong wrong(Refused.Detail detail) {
        int colon = detail.where().indexOf(':');
        String line = colon > 0 ? words.of("intake.line", detail.where().substring(0, colon)) + " " : "";
        return new Wrong(line + detail.where().substring(colon + 1),
                words.of(detail.key(), detail.arguments().toArray()));
    }

    @GetMapping("/imports/" + ID)
    String one(@PathVariable UUID id, Model page) {
        show(id, page);
        return "intake/job";
    }

    /** The part of the page that moves. */
    @GetMapping("/imports/" + ID + "/progress")
    String progress(@PathVariable UUID id, Model page) {
        show(id, page);
        return "intake/job :: progress";
    }

    private void show(UUID id, Model page) {
        Caller reader = Callers.present();
        page.addAttribute("view", views.view(imports.find(id, reader), reader));
    }

    /** What is wrong with a file, in the reader's words, for the page's script to show. */
    record Answer(String what, String next, List<Wrong> wrong) {}

    /** The file, as the body that the page's script sends; an empty answer says that it was taken. */
    @PutMapping("/imports/" + ID + "/file")
    ResponseEntity<Answer> file(@PathVariable UUID id, HttpServletRequest request) {
        try {
            uploads.receive(id, request, Callers.present());
            return ResponseEntity.ok(new Answer("", "", List.of()));
        } catch (Refused refused) {
            Object[] arguments = refused.arguments().toArray();
            return ResponseEntity.status(refused.kind().status()).body(new Answer(
                    words.of(refused.key(), arguments), words.of(refused.key() + ".next", arguments),
                    refused.details().isEmpty() ? List.of() : wrong(refused)));
        }
    }

    @PostMapping("/imports/" + ID + "/stop")
    String stop(@PathVariable UUID id) {
        imports.stop(id, Callers.present());
        return "redirect:/imports/" + id;
    }

    @PostMapping("/imports/" + ID + "/resume")
    String resume(@PathVariable UUID id) {
        imports.resume(id, Callers.present());
        return "redirect:/imports/" + id;
    }

    @GetMapping("/imports/" + ID + "/rejects")
    void rejects(@PathVariable UUID id, HttpServletResponse response) throws IOException {
        ImportJob job = imports.results(imports.find(id, Callers.present()));
        response.setContentType(ImportApi.CSV + ";charset=utf-8");
        response.setHeader("Content-Disposition",
                "attachment; filename=\"rejects-" + job.id().toString().substring(0, 8) + ".csv\"");
        rejectFile.write(job.id(), response.getOutputStream(), true);
    }
}
