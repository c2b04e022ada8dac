// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Period;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The sample's customers. The i-th depends on the seed and i alone, so ranges can be made in parallel,
 * and a larger set begins with the same people. Safe to share between threads.
 *
 * <p>Within a set, phone, customer-number, imsi, iccid and imei belong to one customer only.
 */
final class SampleCustomers {

    /** Ages, contract months and sums are as of this day, so that no run depends on the calendar. */
    static final LocalDate RECORDED_ON = LocalDate.of(2026, 10, 1);

    /** So many customers can be told apart by their phone numbers. */
    static final int SIZE_MAX = 50_000_000;

    static final int STAR_LEVEL_MAX = 5;

    private static final long KIND = 0x637573746f6d6572L;
    private static final long CONSENT = 0x636f6e73656e74L;
    private static final double COMPANY_PERCENT = 3;
    private static final double ANALYTICS_PERCENT = 74;
    private static final double MARKETING_PERCENT = 38;
    private static final int TENURE_MONTHS_MAX = 220;

    private final long seed;
    private final int size;
    private final SampleNumbers numbers;
    private final SampleNames names = new SampleNames();
    private final SamplePlaces places = new SamplePlaces();
    private final List<Plan> plans;
    private final int[] planWeights;
    private final List<String> trades;
    private final List<String> signs;

    private record Plan(String name, BigDecimal monthly, int weight, int ageMin, int ageMax) {

        /** A name may contain blanks; the last four columns are numbers. */
        static Plan read(List<String> row) {
            int last = row.size() - 1;
            return new Plan(String.join(" ", row.subList(0, last - 3)), new BigDecimal(row.get(last - 3)),
                    Integer.parseInt(row.get(last - 2)), Integer.parseInt(row.get(last - 1)),
                    Integer.parseInt(row.get(last)));
        }
    }

    /** @param size 1 to {@link #SIZE_MAX} */
    SampleCustomers(long seed, int size) {
        if (size < 1 || size > SIZE_MAX) {
            throw new IllegalStateException("the sample has 1 to " + SIZE_MAX + " customers, not " + size);
        }
        this.seed = seed;
        this.size = size;
        numbers = new SampleNumbers(seed);
        plans = SampleLists.rows("plans.txt").stream().map(Plan::read).toList();
        planWeights = plans.stream().mapToInt(Plan::weight).toArray();
        List<List<String>> companies = SampleLists.rows("companies.txt");
        signs = companies.get(0).subList(1, companies.get(0).size());
        trades = companies.get(1).subList(1, companies.get(1).size());
    }

    int size() {
        return size;
    }

    Stream<SampleCustomer> range(int from, int to) {
        return IntStream.range(from, to).mapToObj(this::customer);
    }

    /**
     * The phone number of customer i. An i at or beyond the size is allowed: it is a number that no
     * customer of the set has, for searches that find nobody.
     */
    String phone(int i) {
        return numbers.phone(i);
    }

    /** The value of customer i that a search by this field states; as in {@link #phone}, i may lie beyond the size. */
    String searchable(String field, int i) {
        return field.equals("phone") ? numbers.phone(i) : numbers.customerNumber(i);
    }

    /** @param i 0 to size - 1 */
    SampleCustomer customer(int i) {
        if (i < 0 || i >= size) {
            throw new IllegalStateException("no customer " + i + " among " + size);
        }
        SampleDice dice = SampleDice.of(seed, KIND, i);
        Map<String, String> fields = new LinkedHashMap<>();
        SamplePlaces.District home = places.district(dice);
        int age = identity(fields, i, home, dice);
        contact(fields, i, home, dice);
        subscription(fields, age, dice);
        network(fields, i, home, dice);
        if (dice.percent(COMPANY_PERCENT)) {
            company(fields, home, dice);
        }
        return new SampleCustomer(fields);
    }

    /** The purposes resting on consent to which customer i has agreed. */
    Set<String> consents(int i) {
        SampleDice dice = SampleDice.of(seed, CONSENT, i);
        Set<String> given = new TreeSet<>();
        if (dice.percent(ANALYTICS_PERCENT)) {
            given.add("analytics.usage");
        }
        if (dice.percent(MARKETING_PERCENT)) {
            given.add("marketing.offer");
        }
        return given;
    }

    /** Returns the age in years. */
    private int identity(Map<String, String> fields, int i, SamplePlaces.District home, SampleDice dice) {
        boolean man = dice.percent(51);
        SampleNames.Name name = names.customer(dice, man);
        LocalDate birth = birth(dice);
        fields.put("customer-number", numbers.customerNumber(i));
        fields.put("name", name.text());
        if (name.script() == SampleNames.Script.LATIN) {
            fields.put("id-type", "外国人永久居留身份证");
            fields.put("id-number", SampleNumbers.foreignerId(birth, man, dice));
        } else {
            // Most people live where their number was given; the others moved.
            String region = dice.percent(80) ? home.code() : places.district(dice).code();
            fields.put("id-type", "居民身份证");
            fields.put("id-number", SampleNumbers.residentId(region, birth, man, dice));
        }
        fields.put("gender", man ? "男" : "女");
        fields.put("birth-date", birth.toString());
        if (dice.percent(55)) {
            fields.put("email", email(name, dice));
        }
        return Period.between(birth, RECORDED_ON).getYears();
    }

    /** Sixteen to ninety, most between twenty-five and fifty-five. */
    private static LocalDate birth(SampleDice dice) {
        double age = 16 + 37 * (dice.share() + dice.share());
        return RECORDED_ON.minusDays((long) (age * 365.25) + 1);
    }

    /** RFC 2606 keeps these domains for examples: no mail to them arrives anywhere. */
    private static String email(SampleNames.Name name, SampleDice dice) {
        String domain = dice.one(List.of("example.com", "example.net", "example.org"));
        return name.mailbox() + dice.digits(dice.between(2, 4)) + "@" + domain;
    }

    private void contact(Map<String, String> fields, int i, SamplePlaces.District home, SampleDice dice) {
        fields.put("phone", numbers.phone(i));
        if (dice.percent(70)) {
            fields.put("contact-phone", numbers.contactPhone(i));
        }
        fields.put("address", places.address(home, dice));
        if (dice.percent(62)) {
            fields.put("bank-card", SampleNumbers.bankCard(dice));
        }
        fields.put("service-password", dice.digits(6));
    }

    private void subscription(Map<String, String> fields, int age, SampleDice dice) {
        Plan plan = plan(age, dice);
        // Many are new, a few have stayed since the beginning.
        double stayed = dice.share();
        int tenure = (int) (TENURE_MONTHS_MAX * stayed * stayed);
        BigDecimal monthly = plan.monthly();
        BigDecimal extras = BigDecimal.valueOf(dice.below(900) * (long) tenure, 2);
        fields.put("plan", plan.name());
        fields.put("contract", List.of("无合约", "一年合约", "两年合约").get(dice.weighted(55, 21, 24)));
        fields.put("tenure-months", Integer.toString(tenure));
        fields.put("join-date", RECORDED_ON.minusMonths(tenure).minusDays(dice.below(28)).toString());
        fields.put("monthly-fee", monthly.toPlainString());
        fields.put("total-fee", monthly.multiply(BigDecimal.valueOf(tenure)).add(extras).toPlainString());
        fields.put("payment-method", List.of("手机支付", "银行代扣", "营业厅现金", "充值卡")
                .get(dice.weighted(58, 22, 13, 7)));
        fields.put("paperless-billing", Boolean.toString(dice.percent(83)));
        fields.put("internet-service", List.of("光纤宽带 300M", "光纤宽带 500M", "光纤宽带 1000M", "无宽带")
                .get(dice.weighted(24, 26, 12, 38)));
        fields.put("credit-grade", List.of("A", "B", "C", "D").get(dice.weighted(34, 44, 17, 5)));
        fields.put("star-level", Integer.toString(star(tenure, monthly, dice)));
    }

    private Plan plan(int age, SampleDice dice) {
        Plan plan;
        do {
            plan = plans.get(dice.weighted(planWeights));
        } while (age < plan.ageMin() || age > plan.ageMax());
        return plan;
    }

    /** Stars come with the years and the money, as in operators' own schemes: 0 to 5. */
    private static int star(int tenure, BigDecimal monthly, SampleDice dice) {
        int points = tenure / 60 + monthly.intValue() / 75 + dice.below(2);
        return Math.min(STAR_LEVEL_MAX, points);
    }

    private void network(Map<String, String> fields, int i, SamplePlaces.District home, SampleDice dice) {
        fields.put("imsi", numbers.imsi(i));
        fields.put("iccid", numbers.iccid(i));
        fields.put("imei", numbers.imei(i));
        fields.put("last-cell", places.cell(dice.percent(88) ? home : places.district(dice), dice));
    }

    /** The person above is then who acts for the company. */
    private void company(Map<String, String> fields, SamplePlaces.District home, SampleDice dice) {
        String place = home.city().substring(0, home.city().length() - 1);
        fields.put("uscc", SampleNumbers.uscc(home.code(), dice));
        fields.put("company-name", place + dice.one(signs) + dice.one(trades));
    }
}
