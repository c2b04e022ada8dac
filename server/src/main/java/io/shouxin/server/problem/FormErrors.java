// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

import io.shouxin.server.language.Words;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindingResult;
import org.springframework.validation.ObjectError;

import java.util.ArrayList;
import java.util.List;

/** Puts what the door refused beside the fields of the form it came from. */
@Component
public class FormErrors {

    private static final String GENERAL = "problem.";

    private final Words words;

    FormErrors(Words words) {
        this.words = words;
    }

    /**
     * @param names how the message keys of the fields' names begin
     * @param field where a refusal belongs that names no field of its own; null for the whole form
     */
    public void put(BindingResult errors, Refused refused, String names, @Nullable String field) {
        refused.details().forEach(detail ->
                errors.rejectValue(detail.where(), "", said(detail, names)));
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
    private String said(Refused.Detail detail, String names) {
        if (!detail.key().startsWith(GENERAL)) {
            return words.of(detail.key(), detail.arguments().toArray());
        }
        List<Object> arguments = new ArrayList<>();
        arguments.add(words.of(names + detail.where()));
        arguments.addAll(detail.arguments());
        return words.of("problem.form." + detail.key().substring(GENERAL.length()), arguments.toArray());
    }
}
