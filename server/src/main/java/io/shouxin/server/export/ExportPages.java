// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import io.shouxin.server.approval.ApprovalForm;
import io.shouxin.server.approval.Approvals;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.caller.Sensitive;
import io.shouxin.server.export.ExportJob.Format;
import io.shouxin.server.language.Words;
import io.shouxin.server.problem.Refused;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Exports for people: ask, see how far, begin, fetch; and where a file that was found comes from. */
@Controller
class ExportPages {

    private static final String ID = "{id:[0-9a-f]{8}-[0-9a-f-]{27}}";
    private static final int TEXT_MAX = 4_000_000;

    private final Exports exports;
    private final ExportViews views;
    private final Tracing tracing;
    private final ApprovalForm asking;
    private final Words words;

    ExportPages(Exports exports, ExportViews views, Tracing tracing, ApprovalForm asking, Words words) {
        this.exports = exports;
        this.views = views;
        this.tracing = tracing;
        this.asking = asking;
        this.words = words;
    }

    /** What somebody fills in. */
    record Form(String recipient, String purpose, List<String> fields, String format, Long rows, String numbers,
            String kind, String reason) {

        Form {
            recipient = Objects.requireNonNullElse(recipient, "");
            purpose = Objects.requireNonNullElse(purpose, "");
            fields = fields == null ? List.of() : List.copyOf(fields);
            format = Objects.requireNonNullElse(format, "csv");
            numbers = Objects.requireNonNullElse(numbers, "");
            kind = Objects.requireNonNullElse(kind, "");
            reason = Objects.requireNonNullElse(reason, "");
        }

        Exports.Order order() {
            return new Exports.Order(purpose, recipient, fields, format.equals("jsonl") ? Format.JSON_LINES
                    : Format.CSV, rows == null ? 0 : rows, numbers.lines().flatMap(line ->
                    List.of(line.split("[,;\\s]+")).stream()).map(String::strip).filter(one -> !one.isEmpty())
                    .distinct().toList());
        }

        /** What somebody listed are customers' numbers. */
        @Override
        public String toString() {
            return "Form[" + purpose + ", " + recipient + "]";
        }
    }

    /** One thing wrong, in the reader's words. */
    record Wrong(String where, String text) {}

    @GetMapping("/exports")
    @PreAuthorize("hasAnyAuthority('customer.export', 'export.trace')")
    String list(Model page) {
        Caller reader = Callers.present();
        page.addAttribute("rows", exports.latest(reader).stream().map(views::row).toList());
        page.addAttribute("asks", reader.may(Permission.CUSTOMER_EXPORT));
        return "export/list";
    }

    @GetMapping("/exports/new")
    @PreAuthorize("hasAuthority('customer.export')")
    String form(@ModelAttribute Form form, Model page) {
        return show(form, page);
    }

    private String show(Form form, Model page) {
        page.addAttribute("recipients", views.recipients());
        page.addAttribute("purposes", views.purposes(form.recipient()));
        page.addAttribute("kinds", asking.kinds());
        boolean chosen = views.purposes(form.recipient()).containsKey(form.purpose());
        page.addAttribute("columns", chosen ? views.columns(exports.preview(form.purpose(), form.recipient(),
                Callers.present())) : List.of());
        page.addAttribute("chosen", chosen);
        page.addAttribute("form", form);
        return "export/new";
    }

    /** Asks; what is wrong comes back with the form. */
    @PostMapping("/exports")
    @PreAuthorize("hasAuthority('customer.export')")
    String ask(@ModelAttribute Form form, Model page, HttpServletResponse response) {
        try {
            ExportJob job = exports.ask(form.order(), new Approvals.Why(form.kind(), form.reason(), Optional.empty()),
                    Callers.present());
            return "redirect:/exports/" + job.id();
        } catch (Refused refused) {
            response.setStatus(refused.kind().status());
            page.addAttribute("wrong", wrong(refused));
            return show(form, page);
        }
    }

    private List<Wrong> wrong(Refused refused) {
        Object[] arguments = refused.arguments().toArray();
        if (refused.details().isEmpty()) {
            return List.of(new Wrong("", words.of(refused.key(), arguments) + " "
                    + words.of(refused.key() + ".next", arguments)));
        }
        List<Wrong> all = new ArrayList<>();
        refused.details().forEach(one -> all.add(new Wrong(one.where(), words.of(one.key(),
                one.arguments().toArray()))));
        return all;
    }

    @GetMapping("/exports/" + ID)
    String one(@PathVariable UUID id, Model page) {
        load(id, page);
        return "export/export";
    }

    /** The part of the page that moves. */
    @GetMapping("/exports/" + ID + "/progress")
    String progress(@PathVariable UUID id, Model page) {
        load(id, page);
        return "export/export :: progress";
    }

    private void load(UUID id, Model page) {
        Caller reader = Callers.present();
        page.addAttribute("view", views.view(exports.find(id, reader), reader));
    }

    @PostMapping("/exports/" + ID + "/begin")
    @PreAuthorize("hasAuthority('customer.export')")
    @Sensitive
    String begin(@PathVariable UUID id) {
        exports.begin(id, Callers.present());
        return "redirect:/exports/" + id;
    }

    @PostMapping("/exports/" + ID + "/stop")
    String stop(@PathVariable UUID id, RedirectAttributes flash) {
        exports.stop(id, Callers.present());
        flash.addFlashAttribute("done", "export.done.stop");
        return "redirect:/exports/" + id;
    }

    @GetMapping("/exports/" + ID + "/file")
    @PreAuthorize("hasAuthority('customer.export')")
    void file(@PathVariable UUID id, HttpServletResponse response) throws IOException {
        ExportJob job = exports.ready(id, Callers.present());
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.setContentLengthLong(job.counts().bytes());
        response.setHeader("Content-Disposition", "attachment; filename=\"" + job.fileName() + "\"");
        exports.fetch(id, Callers.present(), response.getOutputStream());
    }

    @GetMapping("/traces")
    @PreAuthorize("hasAuthority('export.trace')")
    String trace(Model page) {
        page.addAttribute("traced", false);
        return "export/trace";
    }

    /** The file, as the body that the page's script sends. */
    @PutMapping("/traces/file")
    @PreAuthorize("hasAuthority('export.trace')")
    String traceFile(HttpServletRequest request, Model page, HttpServletResponse response) {
        try {
            return report(ExportApi.trace(tracing, request, Callers.present()), page) + " :: report";
        } catch (Refused refused) {
            response.setStatus(refused.kind().status());
            page.addAttribute("traced", false);
            page.addAttribute("refused", words.of(refused.key()));
            page.addAttribute("next", words.of(refused.key() + ".next"));
            return "export/trace :: report";
        }
    }

    /** A few lines, put into the page. */
    @PostMapping("/traces")
    @PreAuthorize("hasAuthority('export.trace')")
    String traceText(@RequestParam(defaultValue = "") String text, Model page) throws IOException {
        String some = text.substring(0, Math.min(text.length(), TEXT_MAX));
        return report(tracing.trace(new StringReader(some), Callers.present()), page);
    }

    private String report(Tracing.Report report, Model page) {
        page.addAttribute("traced", true);
        page.addAttribute("cells", report.cells());
        page.addAttribute("sources", report.found().stream().map(views::source).toList());
        return "export/trace";
    }
}
