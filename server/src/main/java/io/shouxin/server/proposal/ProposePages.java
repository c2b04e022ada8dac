// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.proposal;

import io.shouxin.server.caller.Callers;
import io.shouxin.server.register.Registers;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The text of a change: looked through as often as wanted, then proposed. */
@Controller
@PreAuthorize("hasAuthority('register.propose')")
class ProposePages {

    static final String FORM = "/register/proposals/new";

    private final Registers registers;
    private final DocumentCheck check;

    ProposePages(Registers registers, DocumentCheck check) {
        this.registers = registers;
        this.check = check;
    }

    /**
     * What the form sends.
     *
     * @param act {@code check} to look through, {@code propose} to propose
     */
    record Sent(@Nullable String yaml, @Nullable String reason, @Nullable MultipartFile file, @Nullable String act) {

        /** A chosen file goes before the text. Browsers send line ends their own way; one way is kept. */
        String text() {
            try {
                String text = file != null && !file.isEmpty()
                        ? new String(file.getBytes(), StandardCharsets.UTF_8) : yaml == null ? "" : yaml;
                return text.replace("\r\n", "\n").replace("\ufeff", "");
            } catch (IOException lost) {
                throw new UncheckedIOException(lost);
            }
        }

        String why() {
            return reason == null ? "" : reason.strip();
        }

        boolean proposes() {
            return "propose".equals(act);
        }
    }

    /** @param from the version to start from; the one in force when left out */
    @GetMapping(FORM)
    String form(@RequestParam(required = false) @Nullable Integer from, Model model) {
        int present = registers.inForce().version();
        model.addAttribute("form",
                DocumentCheck.Result.untouched(registers.required(from == null ? present : from).yaml()));
        model.addAttribute("base", present);
        return "register/propose";
    }

    @PostMapping(FORM)
    String propose(Sent sent, Model model, HttpServletResponse response) {
        DocumentCheck.Result result = check.of(sent.text(), sent.why(), sent.proposes());
        if (sent.proposes() && result.sound()) {
            return "redirect:/register/proposals/"
                    + registers.propose(result.yaml(), sent.why(), Callers.present().actor());
        }
        if (sent.proposes()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        model.addAttribute("form", result);
        model.addAttribute("base", registers.inForce().version());
        return "register/propose";
    }
}
