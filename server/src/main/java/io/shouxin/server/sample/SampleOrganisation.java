// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** 云岭通信 (Yunling Telecom): a tree of departments and 120 people, from the seed and nothing else. */
final class SampleOrganisation {

    private static final long KIND = 0x7374616666L;
    /** Hotline teams from this one on work the late shift. */
    private static final int FIRST_LATE_TEAM = 5;

    /** People whom the documentation and the pictures of the product show, so they are always there. */
    private enum Known {
        SHEN(SampleRole.CARE_AGENT, "KF-3", "KF00218", "沈立群", "Shen Liqun"),
        ZHOU(SampleRole.CARE_AGENT, "KF-3", "KF03127", "周敏", "Zhou Min"),
        HAN(SampleRole.CARE_AGENT, "KF-1", "KF02288", "韩书", "Han Shu"),
        XU(SampleRole.SHOP_CLERK, "YT-1", "YT0451", "许然", "Xu Ran"),
        LUO(SampleRole.FRAUD, "FZ", "FZ0094", "罗启", "Luo Qi"),
        CHENG(SampleRole.SECURITY_ADMINISTRATOR, "AQ", "AQ0112", "程砚", "Cheng Yan"),
        HE(SampleRole.AUDITOR, "SJ", "SJ0031", "何予安", "He Yu'an"),
        SU(SampleRole.PRIVACY_OFFICER, "HG", "HG0008", "苏禾", "Su He");

        private final SampleRole role;
        private final String department;
        private final String number;
        private final String name;
        private final String latinName;

        Known(SampleRole role, String department, String number, String name, String latinName) {
            this.role = role;
            this.department = department;
            this.number = number;
            this.name = name;
            this.latinName = latinName;
        }
    }

    private final long seed;
    private final Map<String, SampleDepartment> departments = new LinkedHashMap<>();
    private final List<SampleStaff> staff;
    private final SampleNames names = new SampleNames();
    private final Set<String> numbersGiven = new HashSet<>();
    private final Set<String> namesGiven = new HashSet<>();

    SampleOrganisation(long seed) {
        this.seed = seed;
        for (List<String> row : SampleLists.rows("departments.txt")) {
            String parent = row.get(1).equals("-") ? "" : row.get(1);
            SampleDepartment read =
                    new SampleDepartment(row.get(0), parent, row.get(2), row.get(3).replace('_', ' '));
            departments.put(read.code(), read);
        }
        for (Known known : Known.values()) {
            numbersGiven.add(known.number);
            namesGiven.add(known.name);
        }
        staff = everybody();
    }

    /** Parents before children. */
    List<SampleDepartment> departments() {
        return List.copyOf(departments.values());
    }

    /** All 120, by role in the order of {@link SampleRole}. */
    List<SampleStaff> staff() {
        return staff;
    }

    List<SampleStaff> in(SampleRole role) {
        return staff.stream().filter(person -> person.role() == role).toList();
    }

    SampleStaff byNumber(String number) {
        return staff.stream().filter(person -> person.number().equals(number)).findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody has the staff number " + number));
    }

    /** Who leads a department: the best known of its people, else the first. */
    Optional<SampleStaff> lead(String department) {
        return staff.stream().filter(one -> one.department().code().equals(department)).findFirst();
    }

    /** Whom somebody reports to: whoever leads their department, who reports to nobody here. */
    Optional<SampleStaff> superior(SampleStaff person) {
        return lead(person.department().code()).filter(lead -> !lead.equals(person));
    }

    /** All whom a visitor may sign in as: one of each role, and a leader of agents, who agrees to what they ask for. */
    List<SampleStaff> signIns() {
        List<SampleStaff> all = new ArrayList<>();
        for (SampleRole role : SampleRole.values()) {
            all.add(signIn(role));
        }
        all.add(byNumber(Known.SHEN.number));
        return all;
    }

    /** The person of a role whom a visitor may sign in as: the best known one, where there is one. */
    SampleStaff signIn(SampleRole role) {
        Known known = switch (role) {
            case CARE_AGENT -> Known.ZHOU;
            case SHOP_CLERK -> Known.XU;
            case FRAUD -> Known.LUO;
            case SECURITY_ADMINISTRATOR -> Known.CHENG;
            case AUDITOR -> Known.HE;
            case PRIVACY_OFFICER -> Known.SU;
            case BILLING, ANALYST, SYSTEM_ADMINISTRATOR -> null;
        };
        return known == null ? in(role).get(0) : byNumber(known.number);
    }

    private List<SampleStaff> everybody() {
        List<SampleStaff> all = new ArrayList<>();
        for (SampleRole role : SampleRole.values()) {
            List<Known> known = new ArrayList<>();
            for (Known person : Known.values()) {
                if (person.role == role) {
                    known.add(person);
                }
            }
            for (int i = 0; i < role.people(); i++) {
                SampleDepartment place = departments.get(place(role, i));
                Known here = take(known, place.code());
                all.add(here == null ? drawn(role, place, all.size()) : shown(here, place, all.size()));
            }
        }
        return List.copyOf(all);
    }

    private static @Nullable Known take(List<Known> known, String department) {
        for (Known person : known) {
            if (person.department.equals(department)) {
                known.remove(person);
                return person;
            }
        }
        return null;
    }

    private static SampleStaff shown(Known person, SampleDepartment place, int index) {
        return new SampleStaff(person.number, person.name, person.latinName, place, person.role,
                shift(person.role, place), index % 7);
    }

    private SampleStaff drawn(SampleRole role, SampleDepartment place, int index) {
        SampleDice dice = SampleDice.of(seed, KIND, index);
        SampleNames.Name name;
        do {
            name = names.han(dice, dice.percent(role == SampleRole.CARE_AGENT ? 35 : 50));
        } while (!namesGiven.add(name.text()));
        String prefix = place.code().substring(0, 2);
        String number;
        do {
            // The hotline is large: five digits; everyone else four.
            number = prefix + "0" + (prefix.equals("KF") ? dice.between(1000, 4999) : dice.between(100, 999));
        } while (!numbersGiven.add(number));
        return new SampleStaff(number, name.text(), name.latin(), place, role, shift(role, place), index % 7);
    }

    private static String place(SampleRole role, int i) {
        return switch (role) {
            case CARE_AGENT -> "KF-" + (1 + i / 8);
            case SHOP_CLERK -> "YT-" + (1 + i / 5);
            case BILLING -> "ZW";
            case FRAUD -> "FZ";
            case ANALYST -> "FX";
            case SECURITY_ADMINISTRATOR -> "AQ";
            case SYSTEM_ADMINISTRATOR -> "XT";
            case AUDITOR -> "SJ";
            case PRIVACY_OFFICER -> "HG";
        };
    }

    private static SampleShift shift(SampleRole role, SampleDepartment place) {
        return switch (role) {
            case CARE_AGENT -> place.code().compareTo("KF-" + FIRST_LATE_TEAM) < 0
                    ? SampleShift.HOTLINE_EARLY : SampleShift.HOTLINE_LATE;
            case SHOP_CLERK -> SampleShift.SHOP;
            case FRAUD -> SampleShift.DESK;
            case BILLING, ANALYST, SECURITY_ADMINISTRATOR, SYSTEM_ADMINISTRATOR, AUDITOR, PRIVACY_OFFICER ->
                    SampleShift.OFFICE;
        };
    }
}
