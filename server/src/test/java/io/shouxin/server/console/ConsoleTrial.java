// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import io.shouxin.server.page.LedgerPill;
import io.shouxin.server.page.NavEntry;
import io.shouxin.server.page.NavGroup;
import io.shouxin.server.page.Navigation;
import io.shouxin.server.page.OperatorFacts;
import io.shouxin.server.page.ProviderSignIn;
import io.shouxin.server.page.WhoAmI;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The console alone, with a reader, a ledger and an operator made up for it. Not annotated as a
 * configuration, so that no other test's component scan picks it up.
 */
@ImportAutoConfiguration({WebMvcAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
    ThymeleafAutoConfiguration.class})
@ComponentScan({"io.shouxin.server.language", "io.shouxin.server.problem"})
@Import({Shell.class, ConsoleViews.class, ConsoleAssets.class, SecurityHeaders.class, SignInPage.class})
class ConsoleTrial {

    static final Instant NOW = Instant.parse("2026-11-23T06:32:41Z");

    /** Who reads; empty before sign-in. Tests run one after the other and set what they need. */
    static Optional<WhoAmI.Reader> reader = Optional.empty();
    static LedgerPill.Reading ledger = LedgerPill.Reading.UNKNOWN;
    static Offer offer = Offer.NONE;

    /** What can be done before sign-in. */
    record Offer(boolean offered, boolean passwords, String name) {

        static final Offer NONE = new Offer(false, true, "");
    }

    static WhoAmI.Reader agent() {
        return new WhoAmI.Reader("周敏", "trial.role", "KF03127", Set.of("customers", "ledger"));
    }

    static LedgerPill.Reading verified() {
        return new LedgerPill.Reading(LedgerPill.State.VERIFIED, 48_213_920, NOW.minusSeconds(18));
    }

    @Bean
    Clock clock() {
        return Clock.fixed(NOW, ZoneId.of("Asia/Shanghai"));
    }

    @Bean
    WhoAmI whoAmI() {
        return () -> reader;
    }

    @Bean
    ProviderSignIn providerSignIn() {
        return new ProviderSignIn() {

            @Override
            public boolean offered() {
                return offer.offered();
            }

            @Override
            public String name() {
                return offer.name();
            }

            @Override
            public boolean passwords() {
                return offer.passwords();
            }
        };
    }

    @Bean
    LedgerPill ledgerPill() {
        return () -> ledger;
    }

    @Bean
    Navigation navigation() {
        return () -> List.of(
                new NavEntry(NavGroup.GOVERNANCE, "trial.register", "/register", "table", "register", 10),
                new NavEntry(NavGroup.ACCESS, "trial.ledger", "/ledger", "list-check", "ledger", 20),
                new NavEntry(
                        NavGroup.ACCESS, "trial.customers", "/customers", "user-search", "customers", 10),
                new NavEntry(NavGroup.TOP, "trial.overview", "/", "layout-dashboard", "", 10));
    }

    @Bean
    OperatorFacts operatorFacts() {
        return new OperatorFacts() {

            @Override
            public String chineseName() {
                return "云岭通信";
            }

            @Override
            public String englishName() {
                return "Yunling Telecom";
            }

            @Override
            public String registerVersion() {
                return "37";
            }
        };
    }
}
