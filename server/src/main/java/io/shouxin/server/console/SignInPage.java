// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.util.Locale;

/**
 * The page before everything else. It only shows the form: the fields are {@code number} and
 * {@code password}, posted to the same path, where the sign-in filter takes them.
 */
@Controller
class SignInPage {

    static final String PATH = "/sign-in";

    /** Why the reader is here, as the sign-in filter says it in the address. */
    enum Reason {
        WRONG("bad"), LOCKED("bad"), SUSPENDED("bad"), THROTTLED("warn"), EXPIRED("warn"), OUT("ok");

        private final String kind;

        Reason(String kind) {
            this.kind = kind;
        }

        public String kind() {
            return kind;
        }

        public String key() {
            return "console.sign-in." + name().toLowerCase(Locale.ROOT);
        }

        static @Nullable Reason of(@Nullable String name) {
            for (Reason reason : values()) {
                if (reason.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return reason;
                }
            }
            return null;
        }
    }

    private final Shell shell;

    SignInPage(Shell shell) {
        this.shell = shell;
    }

    @GetMapping(PATH)
    String form(@RequestParam(required = false) @Nullable String reason, Model model) {
        if (shell.who() != null) {
            return "redirect:/";
        }
        model.addAttribute("reason", Reason.of(reason));
        return "console/sign-in";
    }
}
