// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Period;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long entries of each kind are kept, in whole months or years from the end of their month. Below what the law
 * asks for nothing starts ({@link Retentions}).
 *
 * @param processing what was done with customers' information
 * @param consent consents given and withdrawn
 * @param rules changes of the register
 * @param rights changes of who may do what
 * @param session sign-ins
 * @param operation work on keys and on the ledger itself
 */
@ConfigurationProperties("shouxin.ledger.keep")
record KeepSettings(
        @DefaultValue("36m") Period processing,
        @DefaultValue("36m") Period consent,
        @DefaultValue("36m") Period rules,
        @DefaultValue("36m") Period rights,
        @DefaultValue("6m") Period session,
        @DefaultValue("36m") Period operation) {

    /** By the name of the kind. */
    Map<String, Period> byKind() {
        Map<String, Period> all = new LinkedHashMap<>();
        all.put("processing", processing);
        all.put("consent", consent);
        all.put("rules", rules);
        all.put("rights", rights);
        all.put("session", session);
        all.put("operation", operation);
        return all;
    }
}
