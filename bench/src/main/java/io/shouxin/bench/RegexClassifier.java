// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How it is usually done, and done well: compiled patterns with borders, each looked for in each cell, and a check
 * digit where the kind has one. Words of the headers are patterns as well. Fewer kinds than ours has, none more.
 */
final class RegexClassifier {

    static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    private record Recogniser(Pattern pattern, Predicate<String> check) {}

    private final Map<String, Recogniser> recognisers = new LinkedHashMap<>();
    private final long[][] matched;
    private long rows;

    RegexClassifier(List<String> header) {
        add("resident-id",
                "(?<![0-9])[1-9][0-9]{5}(?:1[89]|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}"
                + "[0-9Xx](?![0-9])", RegexClassifier::residentId);
        add("resident-id-15",
                "(?<![0-9])[1-9][0-9]{5}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}(?![0-9])",
                value -> true);
        add("phone", "(?<![0-9])(?:\\+?86[- ]?|0086[- ]?)?1[3-9][0-9]{9}(?![0-9])", value -> true);
        add("fixed-line", "(?<![0-9])\\(?0(?:10|2[0-9]|[3-9][0-9]{2})\\)?[- ]?[2-8][0-9]{6,7}(?![0-9])", value -> true);
        add("foreign-phone", "\\+[1-9][0-9]{0,2}[- ]?(?:[0-9][- ]?){6,12}(?![0-9])", value -> true);
        add("imsi", "(?<![0-9])460(?:0[0-9]|11|15|20)[0-9]{10}(?![0-9])", value -> true);
        add("imei", "(?<![0-9])[0-9]{15}(?![0-9])", RegexClassifier::luhn);
        add("iccid", "(?<![0-9])8986[0-9A-Z]{15,16}(?![0-9A-Z])", value -> true);
        add("bank-card", "(?<![0-9])(?:[0-9][ -]?){15,18}[0-9](?![0-9])", RegexClassifier::luhn);
        add("uscc",
                "(?<![0-9A-Z])[1-9ANY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])", value -> true);
        add("passport",
                "(?<![0-9A-Z])(?:[EG][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|[DSP]E?[0-9]{7,8})(?![0-9A-Z])", value -> true);
        add("permit",
                "(?<![0-9A-Z])(?:[CWLT][0-9]{8}|C[A-Z][0-9]{7}|[HM][0-9]{8}(?:[0-9]{2})?)(?![0-9A-Z])", value -> true);
        add("email", "[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\\.)+[A-Za-z]{2,63}", value -> true);
        add("ip4",
                "(?<![0-9.])(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})\\.){3}(?:25[0-5]|2[0-4][0-9]|1?["
                + "0-9]{1,2})(?![0-9.])",
                value -> true);
        add("ip6", "(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{1,4}:){2,7}:?[0-9A-Fa-f]{1,4}(?![0-9A-Fa-f:])", value -> true);
        add("mac", "(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f])", value -> true);
        add("plate", "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Z][·-]?[A-HJ-NP-Z0-9]{5,6}", value -> true);
        add("coordinates", "[0-9]{1,3}\\.[0-9]{4,}\\s?,\\s?[0-9]{1,3}\\.[0-9]{4,}", value -> true);
        add("chinese-name", "^[王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟]"
                + "\\p{IsHan}{1,2}$", value -> true);
        add("western-name", "\\b[A-Z][a-z]+ [A-Z][a-z]+\\b", value -> true);
        add("address",
                "(?:\\p{IsHan}{2,}(?:省|市|自治区))?\\p{IsHan}{2,}(?:市|区|县)\\p{IsHan}{2,}(?:路|街|巷|村)[0-9]"
                + "*号?", value -> true);
        add("birth-date",
                "(?<![0-9])(?:18|19|20)[0-9]{2}[-/.年]?(?:0?[1-9]|1[0-2])[-/.月]?(?:0?[1-9]|[12][0-9]|3[01])日?(?![0-9])",
                value -> true);
        add("password", "(?i)(?:密码|口令|password|passwd|pwd)\\s*[:=：是为]\\s*\\S{4,}", value -> true);
        add("key", "(?:AKIA|ASIA)[0-9A-Z]{16}|ghp_[0-9A-Za-z]{36}|eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+", value -> true);
        matched = new long[header.size()][recognisers.size()];
    }

    private void add(String kind, String pattern, Predicate<String> check) {
        recognisers.put(kind, new Recogniser(Pattern.compile(pattern), check));
    }

    void add(List<String> cells) {
        rows++;
        for (int i = 0; i < cells.size(); i++) {
            int k = 0;
            for (Recogniser one : recognisers.values()) {
                Matcher matcher = one.pattern.matcher(cells.get(i));
                matched[i][k++] += matcher.find() && one.check.test(matcher.group()) ? 1 : 0;
            }
        }
    }

    /** Columns in which one kind is in most of the cells. */
    int columns() {
        int columns = 0;
        for (long[] counts : matched) {
            boolean most = false;
            for (long count : counts) {
                most |= count * 2 > rows;
            }
            columns += most ? 1 : 0;
        }
        return columns;
    }

    private static boolean residentId(String id) {
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += WEIGHTS[i] * (id.charAt(i) - '0');
        }
        return "10X98765432".charAt(sum % 11) == Character.toUpperCase(id.charAt(17));
    }

    private static boolean luhn(String value) {
        String digits = value.replace(" ", "").replace("-", "");
        return luhnDigit(digits, digits.length() - 1) == digits.charAt(digits.length() - 1) - '0';
    }

    static int luhnDigit(String digits, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            int digit = digits.charAt(length - 1 - i) - '0';
            int doubled = i % 2 == 0 ? 2 * digit : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return (10 - sum % 10) % 10;
    }
}
