// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Scene;
import io.shouxin.server.approval.Approval;
import io.shouxin.server.approval.ApprovalForm;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;
import io.shouxin.server.vault.Searches;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Where somebody asks for another person's agreement to a search that was refused without it. */
@Controller
@PreAuthorize("hasAuthority('customer.search')")
@RequestMapping(SearchAgreementPages.PATH)
class SearchAgreementPages {

    static final String PATH = "/customers/searches/agreement";

    private final Searches searches;
    private final Registers registers;
    private final ApprovalForm requests;
    private final DeskWords words;

    SearchAgreementPages(Searches searches, Registers registers, ApprovalForm requests, DeskWords words) {
        this.searches = searches;
        this.registers = registers;
        this.requests = requests;
        this.words = words;
    }

    /** What the form is about and offers. */
    record AgreementView(String field, String fieldName, String purpose, String purposeName, String scenes,
            Map<String, String> kinds, Map<Long, String> windows) {}

    @GetMapping
    String form(@RequestParam String field, @RequestParam String purpose, Model model) {
        return show(new Searches.By(field, purpose), model);
    }

    private String show(Searches.By by, Model model) {
        Register register = registers.inForce().register();
        List<Scene> scenes = searches.needsAgreement(by, Callers.present()).stream()
                .map(register.scenes()::get).toList();
        if (scenes.isEmpty()) {
            return "redirect:/customers?purpose=" + by.purpose();
        }
        Duration longest = scenes.stream().map(scene -> scene.terms().window()).min(Comparator.naturalOrder())
                .orElseThrow();
        model.addAttribute("agreement", new AgreementView(by.field(), words.name(register.fields().get(by.field())),
                by.purpose(), words.purpose(register, by.purpose()),
                words.list(scenes.stream().map(words::name).toList()), requests.kinds(), requests.windows(longest)));
        return "desk/search-agreement";
    }

    @PostMapping
    String ask(@RequestParam String field, @RequestParam String purpose, AgreementReason reason, Model model,
            HttpServletResponse response) {
        Searches.By by = new Searches.By(field, purpose);
        try {
            List<Approval> asked = searches.askAgreement(by, reason.why(), Callers.present());
            return asked.size() == 1 ? "redirect:/approvals/" + asked.get(0).id() : "redirect:/approvals";
        } catch (Refused refused) {
            if (refused.details().isEmpty()) {
                throw refused;
            }
            model.addAttribute("error", words.list(refused.details().stream()
                    .map(one -> words.of(one.key(), one.arguments().toArray())).toList()));
            model.addAttribute("typed", reason);
            response.setStatus(refused.kind().status());
            return show(by, model);
        }
    }
}
