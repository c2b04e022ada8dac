// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import io.shouxin.core.policy.CustomerState;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.ledger.Receipt;
import io.shouxin.server.vault.Customers;

import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Sets a customer to storage only, and back, each time asked twice and for a stated reason. */
@Controller
@PreAuthorize("hasAuthority('customer.seal')")
class SealPages {

    /** PIPL Art. 47(2): kept because a law says so, or because destroying is not possible yet. */
    private static final List<String> SEAL =
            List.of("term-not-over", "not-erasable-yet", "in-dispute", "customer-asked");
    private static final List<String> UNSEAL = List.of("sealed-by-mistake", "dispute-settled", "duty-by-law",
            "customer-returned");

    private final Customers customers;
    private final DeskWords words;

    SealPages(Customers customers, DeskWords words) {
        this.customers = customers;
        this.words = words;
    }

    @GetMapping({"/customers/{id}/seal", "/customers/{id}/unseal"})
    String confirm(@PathVariable UUID id, Model model) {
        return question(id, null, model);
    }

    @PostMapping("/customers/{id}/seal")
    String seal(@PathVariable UUID id, @RequestParam(defaultValue = "") String reason, Model model) {
        if (!SEAL.contains(reason)) {
            return question(id, words.of("desk.seal.choose"), model);
        }
        return done(id, customers.seal(id, reason, Callers.present()), model);
    }

    @PostMapping("/customers/{id}/unseal")
    String unseal(@PathVariable UUID id, @RequestParam(defaultValue = "") String reason, Model model) {
        if (!UNSEAL.contains(reason)) {
            return question(id, words.of("desk.seal.choose"), model);
        }
        return done(id, customers.unseal(id, reason, Callers.present()), model);
    }

    private String question(UUID id, @Nullable String error, Model model) {
        boolean sealed = customers.standing(id).state() == CustomerState.SEALED;
        Map<String, String> reasons = new LinkedHashMap<>();
        (sealed ? UNSEAL : SEAL).forEach(code -> reasons.put(code, words.of("desk.seal.reason." + code)));
        model.addAttribute("id", id);
        model.addAttribute("shortId", DeskWords.shortId(id));
        model.addAttribute("sealed", sealed);
        model.addAttribute("reasons", reasons);
        model.addAttribute("error", error);
        return "desk/seal";
    }

    private String done(UUID id, Receipt receipt, Model model) {
        model.addAttribute("id", id);
        model.addAttribute("shortId", DeskWords.shortId(id));
        model.addAttribute("sealed", customers.standing(id).state() == CustomerState.SEALED);
        model.addAttribute("entry", receipt.entry());
        return "desk/seal-done";
    }
}
