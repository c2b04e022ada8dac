// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import io.shouxin.server.caller.Callers;
import io.shouxin.server.language.Words;
import io.shouxin.server.page.Waiting;

import org.springframework.stereotype.Component;

import java.util.List;

/** Resets that wait for the present reader's word, on the overview. */
@Component
class ResetWaiting implements Waiting {

    private final Resets resets;
    private final Words words;

    ResetWaiting(Resets resets, Words words) {
        this.resets = resets;
        this.words = words;
    }

    @Override
    public List<Item> items() {
        return Callers.known().map(resets::waitingFor).orElse(List.of()).stream()
                .map(one -> new Item(words.of("factor.waiting", one.number()), words.of("factor.waiting.why", one.by()),
                        ResetPages.page(one.number()), "shield-lock", one.at())).toList();
    }
}
