// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reasons as modules of their own will declare them, in every server that tests start: the code of each is that of the
 * module's, so a module that is built takes its own out of here.
 */
@Configuration(proxyBeanMethods = false)
public class TestReasons {

    private static final Map<String, SuspensionReason> ALL = new TreeMap<>();
    private static final Instant UNTIL = Instant.parse("2027-03-01T04:05:06Z");

    static {
        for (SuspensionReason one : List.of(new Declared("TRAINING_OVERDUE", true, false),
                new Declared("REVIEW_OVERDUE", true, false), new Declared("RISK", true, true),
                new Declared("BREAK_GLASS_UNREVIEWED", true, true), new Declared("SOMETHING_NEW", true, true))) {
            ALL.put(one.code(), one);
        }
        for (ByHand one : ByHand.values()) {
            ALL.put(one.code(), one);
        }
    }

    /** The declared reason of this code. */
    public static SuspensionReason of(String code) {
        return Optional.ofNullable(ALL.get(code)).orElseThrow();
    }

    @Bean
    static BeanFactoryPostProcessor declareReasons() {
        return (ConfigurableListableBeanFactory factory) -> ALL.values().stream()
                .filter(Declared.class::isInstance)
                .forEach(one -> factory.registerSingleton("reason-" + one.code(), one));
    }

    /** One of them; the overdue training says more of the person than the others do. */
    private record Declared(String code, boolean allowsSignIn, boolean stopsKeys) implements SuspensionReason {

        @Override
        public String ownerKey() {
            return "staff.suspension.owner.by-hand";
        }

        @Override
        public Optional<String> page() {
            return code.equals("TRAINING_OVERDUE") ? Optional.of("/password") : Optional.empty();
        }

        @Override
        public Details details(Person person) {
            return code.equals("TRAINING_OVERDUE")
                    ? new Details(Optional.of(UNTIL), List.of("missing of " + person.person())) : Details.NONE;
        }
    }
}
