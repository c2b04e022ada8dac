// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.policy.Reason;
import io.shouxin.server.language.Words;
import io.shouxin.server.ledger.Receipt;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shapes of the vault's answers in JSON, with texts in the caller's language. */
@Component
class Answers {

    private final Words words;

    Answers(Words words) {
        this.words = words;
    }

    /** Where an answer stands in the ledger. */
    record ReceiptBody(long entry, String id, String at, String leafHash) {

        static ReceiptBody of(Receipt receipt) {
            return new ReceiptBody(receipt.entry(), receipt.id(), receipt.at().toString(), receipt.leafHashHex());
        }
    }

    record ReasonBody(String key, String text) {}

    record FieldBody(String form, @Nullable String value, List<ReasonBody> reasons) {

        @Override
        public String toString() {
            return "FieldBody[" + form + "]";
        }
    }

    record RevealedBody(String customer, Map<String, FieldBody> fields, int register, ReceiptBody receipt) {}

    RevealedBody revealed(Reveals.Revealed revealed) {
        Map<String, FieldBody> fields = new LinkedHashMap<>();
        revealed.fields().forEach((name, given) -> fields.put(name, field(given)));
        return new RevealedBody(revealed.customer().toString(), fields, revealed.register(),
                ReceiptBody.of(revealed.receipt()));
    }

    FieldBody field(Reveals.Given given) {
        return new FieldBody(given.form().code(), given.value().orElse(null), reasons(given.reasons()));
    }

    List<ReasonBody> reasons(List<Reason> reasons) {
        return reasons.stream().map(reason -> new ReasonBody(reason.key(), text(reason))).toList();
    }

    String text(Reason reason) {
        return words.of(reason.key(), reason.arguments().toArray());
    }

    record ErrorBody(String where, String rule, String detail) {}

    List<ErrorBody> errors(List<Refused.Detail> details) {
        return details.stream().map(one -> new ErrorBody(one.where(), one.key(),
                words.of(one.key(), one.arguments().toArray()))).toList();
    }
}
