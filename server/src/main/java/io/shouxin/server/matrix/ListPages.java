// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.matrix;

import de.siegmar.fastcsv.writer.CsvWriter;

import io.shouxin.core.policy.Register;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The lists, to read and to take away. */
@Controller
@PreAuthorize("hasAuthority('register.read')")
class ListPages {

    private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);
    /** A spreadsheet runs a cell that begins so. */
    private static final String RUNS = "=+-@\t\r";

    private final Registers registers;
    private final RegisterLists lists;

    ListPages(Registers registers, RegisterLists lists) {
        this.registers = registers;
        this.lists = lists;
    }

    @GetMapping("/register/lists")
    String page(Model model) {
        Registers.InForce present = registers.inForce();
        Register register = present.register();
        model.addAttribute("version", present.version());
        model.addAttribute("collected", lists.table(register, RegisterLists.Kind.COLLECTED));
        model.addAttribute("shared", lists.table(register, RegisterLists.Kind.SHARED));
        model.addAttribute("processing", lists.table(register, RegisterLists.Kind.PROCESSING));
        return "register/lists";
    }

    @GetMapping("/register/lists/{name}/csv")
    ResponseEntity<byte[]> csv(@PathVariable String name) {
        RegisterLists.Kind kind = Arrays.stream(RegisterLists.Kind.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name)).findFirst()
                .orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "problem.unknown-path"));
        Registers.InForce present = registers.inForce();
        RegisterLists.Table table = lists.table(present.register(), kind);
        StringWriter text = new StringWriter();
        // Spreadsheets take a file without this mark for the local encoding and spoil its Chinese.
        text.write('\ufeff');
        try (CsvWriter writer = CsvWriter.builder().build(text)) {
            writer.writeRecord(table.head());
            table.rows().forEach(row -> writer.writeRecord(defused(row)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return ResponseEntity.ok().contentType(CSV)
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment()
                        .filename("register-v" + present.version() + "-" + name + ".csv").build().toString())
                .body(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> defused(List<String> row) {
        return row.stream().map(cell -> !cell.isEmpty() && RUNS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell)
                .toList();
    }
}
