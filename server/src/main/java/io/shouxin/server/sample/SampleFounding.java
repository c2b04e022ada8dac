// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Rule;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.factor.Factors;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.register.Registers;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.Department;
import io.shouxin.server.staff.DepartmentHeads;
import io.shouxin.server.staff.People;
import io.shouxin.server.vault.Customers;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Founds the sample operator: the register, the departments, 120 people, the applications' accounts, and
 * the file with the sign-ins. Quick enough to wait for.
 *
 * <p>The operator is founded in one transaction, on the sample's clock. If the process dies before it
 * commits there is nothing; if it dies after it and before the file is written, the next start gives new
 * passwords and keys and writes the file.
 */
@Component
class SampleFounding {

    static final String CLOCK = "sample";
    static final Entry.Actor ACTOR = Entry.Actor.system("sample");

    private static final LocalTime FOUNDED_AT = LocalTime.of(7, 0);
    private static final String REGISTER = "registers/sample.yaml";
    private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");
    // No letter or digit that is mistaken for another; 16 of 56 are 92 bits.
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int PASSWORD_LENGTH = 16;
    /** Who approves what others ask for has a second factor, as at an operator. */
    private static final Set<SampleRole> APPROVERS =
            EnumSet.of(SampleRole.SECURITY_ADMINISTRATOR, SampleRole.PRIVACY_OFFICER);

    /** The applications of the sample: account and role are called the same. */
    private enum Application {
        CRM("app-crm", "客户关系管理系统", "CRM system"),
        BILLING("app-billing", "计费账务系统", "Billing system"),
        SHOP("app-shop", "营业受理系统", "Shop system"),
        ANALYTICS("app-analytics", "经营分析系统", "Analytics system"),
        AUDIT("app-audit", "审计取证工具", "Audit tool");

        private final String role;
        private final String zh;
        private final String en;

        Application(String role, String zh, String en) {
            this.role = role;
            this.zh = zh;
            this.en = en;
        }
    }

    private final SampleTable table;
    private final SampleSignIns signIns;
    private final Registers registers;
    private final People people;
    private final DepartmentHeads heads;
    private final Factors factors;
    private final Services services;
    private final Customers customers;
    private final Ledger ledger;
    private final DoorClock clock;
    private final TransactionTemplate transaction;
    private final SecureRandom random = new SecureRandom();

    @SuppressWarnings("checkstyle:ParameterNumber") // The doors of all the modules that it founds.
    SampleFounding(SampleTable table, SampleSignIns signIns, Registers registers, People people,
            DepartmentHeads heads, Factors factors, Services services, Customers customers, Ledger ledger,
            DoorClock clock, TransactionTemplate transaction) {
        this.table = table;
        this.signIns = signIns;
        this.registers = registers;
        this.people = people;
        this.heads = heads;
        this.factors = factors;
        this.services = services;
        this.customers = customers;
        this.ledger = ledger;
        this.clock = clock;
        this.transaction = transaction;
    }

    /**
     * The sample that is here, or a new one; the sign-ins' file is there when this returns.
     *
     * @throws SampleRefused where the server has customers of its own or another register
     */
    SampleRun found(SampleSettings settings) {
        Optional<SampleRun> here = table.run();
        SampleRun run = here.orElseGet(() -> begin(settings));
        if (here.isPresent()) {
            keepFile(run);
        }
        return run;
    }

    Path signInsFile() {
        return signIns.file();
    }

    private SampleRun begin(SampleSettings settings) {
        if (customers.count() > 0) {
            throw new SampleRefused("The vault has customers already, and sample customers are not put among them.");
        }
        LocalDate today = LocalDate.ofInstant(clock.systemInstant(), SampleWork.ZONE);
        SampleRun run = SampleRun.begunOn(today, settings);
        SampleOrganisation organisation = new SampleOrganisation(run.seed());
        Map<SampleStaff, String> passwords = passwords(organisation);
        Map<SampleStaff, String> secrets = new LinkedHashMap<>();
        Map<Application, String> keys = new LinkedHashMap<>();
        factors.prepare();
        transaction.executeWithoutResult(status -> {
            noteBeginning(run);
            on(run, () -> {
                requireRegister();
                addPeople(organisation, passwords);
                sayWhoLeads(organisation);
                secrets.putAll(enrolApprovers(organisation));
                keys.putAll(addServices(organisation));
                return true;
            });
            table.begin(run, clock.systemInstant());
        });
        write(run, passwords, secrets, keys);
        return run;
    }

    private <T> T on(SampleRun run, Supplier<T> act) {
        return clock.during(CLOCK, run.foundingDay(FOUNDED_AT), act);
    }

    /** On the true clock: this is when the made-up history was made. */
    private void noteBeginning(SampleRun run) {
        ledger.append(ledger.draft(ACTOR, "sample.begin")
                .detail("seed", Long.toString(run.seed()))
                .detail("customers", Integer.toString(run.customers()))
                .detail("first-day", run.firstDay().toString())
                .detail("days", Integer.toString(run.days())));
    }

    private void requireRegister() {
        if (registers.none()) {
            registers.begin(yaml(), ACTOR);
        }
        Register register = registers.inForce().register();
        List<String> purposes = Arrays.stream(SamplePurpose.values()).map(SamplePurpose::code).toList();
        if (!register.purposes().keySet().containsAll(purposes)) {
            throw new SampleRefused("The register in force is not the sample operator's: its purposes are missing.");
        }
    }

    private static String yaml() {
        try {
            return new ClassPathResource(REGISTER).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private void addPeople(SampleOrganisation organisation, Map<SampleStaff, String> passwords) {
        for (SampleDepartment one : organisation.departments()) {
            people.add(new Department(one.code(), Optional.of(one.parent()).filter(code -> !code.isEmpty()),
                    one.zh(), one.en(), 0));
        }
        for (SampleStaff one : organisation.staff()) {
            people.add(new People.NewPerson(one.number(), one.name(), one.latinName(), one.department().code(),
                    List.of(one.role().code())), passwords.get(one), ACTOR);
        }
    }

    /** The system administrator says who reports to whom and who answers for what; not for themselves, though. */
    private void sayWhoLeads(SampleOrganisation organisation) {
        String administrator = organisation.signIn(SampleRole.SYSTEM_ADMINISTRATOR).number();
        Caller by = people.find(administrator).map(one -> one.caller(0)).orElseThrow();
        for (SampleDepartment one : organisation.departments()) {
            organisation.lead(one.code()).filter(lead -> !lead.number().equals(administrator))
                    .ifPresent(lead -> heads.name(one.code(), Optional.of(lead.number()), by));
        }
        for (SampleStaff one : organisation.staff()) {
            organisation.superior(one).filter(lead -> !one.number().equals(administrator))
                    .ifPresent(lead -> people.describe(one.number(), new People.Particulars(one.name(),
                            one.latinName(), one.department().code(), false, Optional.empty(),
                            Optional.of(lead.number())), by));
        }
    }

    private Map<SampleStaff, String> enrolApprovers(SampleOrganisation organisation) {
        Map<SampleStaff, String> secrets = new LinkedHashMap<>();
        for (SampleRole role : APPROVERS) {
            SampleStaff one = organisation.signIn(role);
            secrets.put(one, factors.enrol(one.number(), ACTOR));
        }
        return secrets;
    }

    private Map<Application, String> addServices(SampleOrganisation organisation) {
        Register register = registers.inForce().register();
        String owner = organisation.signIn(SampleRole.SECURITY_ADMINISTRATOR).number();
        Map<Application, String> keys = new LinkedHashMap<>();
        for (Application one : Application.values()) {
            List<String> purposes = register.rules().stream().filter(rule -> rule.role().equals(one.role))
                    .map(Rule::purpose).distinct().toList();
            keys.put(one, services.add(new Services.NewService(one.role, one.zh, one.en, owner, one.role, purposes,
                    LOOPBACK), ACTOR));
        }
        return keys;
    }

    /** A restart keeps passwords and keys, and says where the server listens now. */
    private void keepFile(SampleRun run) {
        Optional<SampleSignIns.Contents> known = signIns.read();
        if (known.isEmpty()) {
            write(run, newPasswords(run), enrolApprovers(new SampleOrganisation(run.seed())), newKeys());
        } else if (!known.get().address().equals(signIns.address())) {
            SampleSignIns.Contents old = known.get();
            signIns.write(new SampleSignIns.Contents(
                    signIns.address(), old.seed(), old.customers(), old.signIns(), old.services()));
        }
    }

    private Map<SampleStaff, String> newPasswords(SampleRun run) {
        Map<SampleStaff, String> passwords = passwords(new SampleOrganisation(run.seed()));
        passwords.forEach((person, password) ->
                people.takeInvitation(people.invite(person.number(), ACTOR), password));
        return passwords;
    }

    private Map<Application, String> newKeys() {
        Map<Application, String> keys = new LinkedHashMap<>();
        for (Application one : Application.values()) {
            keys.put(one, services.newKey(one.role, ACTOR));
        }
        return keys;
    }

    private void write(SampleRun run, Map<SampleStaff, String> passwords, Map<SampleStaff, String> secrets,
            Map<Application, String> keys) {
        List<SampleSignIns.Person> persons = new ArrayList<>();
        passwords.forEach((one, password) -> persons.add(new SampleSignIns.Person(one.role().code(), one.number(),
                one.number(), one.name(), one.latinName(), password, secrets.get(one))));
        List<SampleSignIns.Application> accounts = new ArrayList<>();
        keys.forEach((one, key) -> accounts.add(new SampleSignIns.Application(one.role, one.role, one.role, key)));
        signIns.write(new SampleSignIns.Contents(
                signIns.address(), run.seed(), run.customers(), persons, accounts));
    }

    /** Those whom a visitor may sign in as; hashing a password is slow on purpose, so nobody else gets one. */
    private Map<SampleStaff, String> passwords(SampleOrganisation organisation) {
        Map<SampleStaff, String> passwords = new LinkedHashMap<>();
        organisation.signIns().forEach(one -> passwords.put(one, password()));
        return passwords;
    }

    private String password() {
        StringBuilder text = new StringBuilder(PASSWORD_LENGTH);
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
