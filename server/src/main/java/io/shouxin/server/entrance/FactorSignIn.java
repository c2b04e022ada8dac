// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.factor.Factors;
import io.shouxin.server.factor.Passkeys;
import io.shouxin.server.factor.Proof;
import io.shouxin.server.language.Words;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;
import io.shouxin.server.staff.SuspensionReasons;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

import tools.jackson.databind.json.JsonMapper;

import java.util.Map;
import java.util.Optional;

/** The second step of a sign-in, and the sign-in by passkey, which is both steps in one. */
@Controller
class FactorSignIn {

    private final Factors factors;
    private final Passkeys passkeys;
    private final People people;
    private final SuspensionReasons reasons;
    private final Arrival arrival;
    private final Words words;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    FactorSignIn(Factors factors, Passkeys passkeys, People people, SuspensionReasons reasons, Arrival arrival,
            Words words) {
        this.factors = factors;
        this.passkeys = passkeys;
        this.people = people;
        this.reasons = reasons;
        this.arrival = arrival;
        this.words = words;
    }

    @GetMapping(Arrival.FACTOR)
    String show(Model model, HttpServletRequest request) {
        if (StandingFilter.due(request).isEmpty()) {
            return "redirect:/";
        }
        model.addAttribute("offered", passkeys.offered(request));
        model.addAttribute("sealed", !factors.keysOpen());
        return "entrance/factor";
    }

    @PostMapping(Arrival.FACTOR)
    String take(@RequestParam(defaultValue = "") String code, Model model, HttpServletRequest request,
            HttpServletResponse response) {
        Optional<String> number = StandingFilter.due(request);
        if (number.isEmpty()) {
            return "redirect:/sign-in";
        }
        try {
            Proof.Kind how = factors.prove(number.get(), new Proof.Code(code), Factors.Occasion.SIGN_IN,
                    Entry.Actor.staff(number.get(), null));
            String next = arrival.next(request);
            arrival.complete(request, response, number.get(), how.code());
            return "redirect:" + next;
        } catch (Refused refused) {
            response.setStatus(refused.kind().status());
            Object[] arguments = refused.arguments().toArray();
            model.addAttribute("refused", words.of(refused.key(), arguments));
            model.addAttribute("next", words.of(refused.key() + ".next", arguments));
            return show(model, request);
        }
    }

    /** For the one who is halfway in, or for whoever has a passkey for this address. */
    @PostMapping(path = "/sign-in/passkey/options", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    String options(HttpServletRequest request) {
        return passkeys.request(StandingFilter.due(request), request);
    }

    @PostMapping(path = "/sign-in/passkey", consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    String takePasskey(@RequestBody String answer, HttpServletRequest request, HttpServletResponse response) {
        Optional<String> halfway = StandingFilter.due(request);
        String number = passkeys.prove(answer, Factors.Occasion.SIGN_IN, halfway, request);
        Optional<Person> person = people.find(number).filter(Person::active);
        if (person.isPresent() && person.filter(reasons::allowSignIn).isEmpty()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "entrance.refused.suspended");
        }
        if (person.isEmpty()) {
            // The same words as for a passkey that is none: it must not tell who was here once.
            throw new Refused(Refused.Kind.FORBIDDEN, "factor.refused.passkey");
        }
        String next = arrival.next(request);
        if (halfway.isPresent()) {
            arrival.complete(request, response, number, "passkey");
        } else {
            arrival.complete(request, response, number);
        }
        return JsonMapper.shared().writeValueAsString(Map.of("where", next));
    }
}
