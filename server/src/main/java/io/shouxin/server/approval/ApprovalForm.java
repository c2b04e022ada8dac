// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.Map;

/** What a form needs to ask for agreement, for whichever page has one. */
@Component
public class ApprovalForm {

    private final ApprovalWords words;

    ApprovalForm(ApprovalWords words) {
        this.words = words;
    }

    /** Kinds of reasons by their code, in the reader's language. */
    public Map<String, String> kinds() {
        return words.kinds();
    }

    /** Minutes to words: this long and shorter, the longest first. */
    public Map<Long, String> windows(Duration longest) {
        return words.windows(longest);
    }
}
