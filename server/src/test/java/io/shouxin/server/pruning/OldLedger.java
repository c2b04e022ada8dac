// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.audit.Figures;
import io.shouxin.server.audit.FiguresFixture;
import io.shouxin.server.census.Censuses;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Basis;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerFixture;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.StaffFixture;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A server that has been running for years, and can be made to run for some more. */
@TestConfiguration(proxyBeanMethods = false)
class OldLedger {

    /** More than a bundle, so that something of each month can go. */
    static final int ENTRIES = 300;

    @Bean
    ManualClock manualClock() {
        return new ManualClock(Instant.parse("2018-01-10T08:00:00Z"));
    }

    @Bean
    @Primary
    DoorClock oldClock(ManualClock manual) {
        return new DoorClock(manual, ZoneId.of("Asia/Shanghai"));
    }

    @Bean
    Years years(ManualClock clock, LedgerFixture fixture, BeanFactory beans) {
        return new Years(clock, fixture, beans);
    }

    /** The passing of time, months with their entries, and two people who may prune. */
    static final class Years {

        private final ManualClock clock;
        private final LedgerFixture fixture;
        private final Ledger ledger;
        private final Censuses censuses;
        private final Figures figures;
        final Entry.Actor one;
        final Entry.Actor two;

        Years(ManualClock clock, LedgerFixture fixture, BeanFactory beans) {
            this.clock = clock;
            this.fixture = fixture;
            this.ledger = beans.getBean(Ledger.class);
            this.censuses = beans.getBean(Censuses.class);
            this.figures = beans.getBean(Figures.class);
            this.one = someone(beans.getBean(People.class));
            this.two = someone(beans.getBean(People.class));
        }

        private static Entry.Actor someone(People people) {
            return Entry.Actor.staff(StaffFixture.someoneWithoutPassword(people, "security-administrator"),
                    "security-administrator");
        }

        YearMonth present() {
            return YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
        }

        void go(Instant to) {
            clock.set(to);
            fixture.prepareMonths();
        }

        /** The tenth of the next month. */
        YearMonth nextMonth() {
            YearMonth month = present().plusMonths(1);
            go(month.atDay(10).atStartOfDay(ZoneOffset.UTC).toInstant());
            return month;
        }

        /** When entries of that month have just outlived three years. */
        static Instant outlived(YearMonth month) {
            return month.plusMonths(37).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        /** Some entries about the same few customers each month. */
        void aboutCustomers() {
            List<Entry.Draft> drafts = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                byte[] reference = new byte[32];
                reference[0] = (byte) (i * 37 % 5);
                drafts.add(fixture.draft("T-" + i).customer(new Entry.CustomerRef(reference)));
            }
            ledger.record(drafts, Basis.NONE);
        }

        void count() {
            censuses.take(LedgerFixture.TEST);
            FiguresFixture.sumUp(figures);
        }

        /** A month whose entries have outlived their time since a moment ago, with another behind it that has not. */
        YearMonth outlivedMonth() {
            YearMonth month = nextMonth();
            aboutCustomers();
            fixture.signed(ENTRIES);
            nextMonth();
            aboutCustomers();
            fixture.signed(ENTRIES);
            go(outlived(month));
            fixture.signed(10);
            count();
            return month;
        }
    }
}
