// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import io.shouxin.server.page.ProviderSignIn;

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
        WRONG("bad"), LOCKED("bad"), SUSPENDED("bad"), THROTTLED("warn"), EXPIRED("warn"), OUT("ok"),
        NO_PASSWORDS("bad"), PROVIDER_AWAY("warn"), PROVIDER_AGAIN("warn"), PROVIDER_INVALID("bad"),
        PROVIDER_NUMBER("bad"), PROVIDER_CLOSED("bad"), PROVIDER_UNINVITED("bad"), PROVIDER_OTHER("bad");

        private final String kind;

        Reason(String kind) {
            this.kind = kind;
        }

        public String kind() {
            return kind;
        }

        public String key() {
            return "console.sign-in." + code();
        }

        private String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static @Nullable Reason of(@Nullable String name) {
            for (Reason reason : values()) {
                if (reason.code().equals(name)) {
                    return reason;
                }
            }
            return null;
        }
    }

    private final Shell shell;
    private final ProviderSignIn provider;

    SignInPage(Shell shell, ProviderSignIn provider) {
        this.shell = shell;
        this.provider = provider;
    }

    @GetMapping(PATH)
    String form(@RequestParam(required = false) @Nullable String reason, Model model) {
        if (shell.who() != null) {
            return "redirect:/";
        }
        model.addAttribute("reason", Reason.of(reason));
        model.addAttribute("provider", provider);
        return "console/sign-in";
    }
}
