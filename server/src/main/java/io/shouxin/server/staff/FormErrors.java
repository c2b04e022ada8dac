// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.language.Words;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindingResult;
import org.springframework.validation.ObjectError;

import java.util.ArrayList;
import java.util.List;

/** Puts what the door refused beside the fields of the form it came from. */
@Component
class FormErrors {

    private static final String GENERAL = "problem.";

    private final Words words;

    FormErrors(Words words) {
        this.words = words;
    }

    /** @param field where a refusal belongs that names no field of its own; null for the whole form */
    void put(BindingResult errors, Refused refused, @Nullable String field) {
        refused.details().forEach(detail ->
                errors.rejectValue(detail.where(), "", said(detail)));
        if (refused.details().isEmpty()) {
            Object[] arguments = refused.arguments().toArray();
            String text = words.of(refused.key(), arguments) + " " + words.of(refused.key() + ".next", arguments);
            if (field == null) {
                errors.addError(new ObjectError(errors.getObjectName(), text));
            } else {
                errors.rejectValue(field, "", text);
            }
        }
    }

    /** Above the form the sentence stands far from its field, so it names the field. */
    private String said(Refused.Detail detail) {
        if (!detail.key().startsWith(GENERAL)) {
            return words.of(detail.key(), detail.arguments().toArray());
        }
        List<Object> arguments = new ArrayList<>();
        arguments.add(words.of("staff.field." + detail.where()));
        arguments.addAll(detail.arguments());
        return words.of("staff.form." + detail.key().substring(GENERAL.length()), arguments.toArray());
    }
}
