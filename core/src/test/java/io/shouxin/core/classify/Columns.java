// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.classify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Columns of invented values with what they are. Numbers cannot be dialled, births lie in the nineteenth century,
 * and serial parts begin with zeros that nobody was given.
 */
final class Columns {

    /** What a column holds, by the code of its kind; empty for nothing. */
    record Column(String kind, List<String> headers, Function<Random, String> value) {}

    private static final String SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗";
    private static final String GIVEN = "伟强磊军勇杰涛超刚辉丽娜敏静秀娟英慧玲芬芳燕建国文明晓雨";
    private static final List<String> STREETS = List.of("示例路", "样例街", "虚构大道", "想象巷");
    private static final List<String> CITIES = List.of("浙江省杭州市西湖区", "广东省广州市天河区", "上海市浦东新区", "四川省成都市武侯区");

    private Columns() {}

    static Map<String, Column> all() {
        Map<String, Column> all = new LinkedHashMap<>();
        add(all, "resident-id", List.of("身份证号", "cert_no", "列甲"), Columns::residentId);
        add(all, "phone", List.of("手机号码", "servedMSISDN", "列甲"), random -> "160" + digits(random, 8));
        add(all, "fixed-line", List.of("联系电话", "tel_no", "列甲"), random -> "0571-8000" + digits(random, 4));
        add(all, "imsi", List.of("IMSI", "served_imsi", "列甲"), random -> "460000000" + digits(random, 6));
        add(all, "imei", List.of("IMEI", "设备串号", "列甲"), random -> luhn("35000000" + digits(random, 6)));
        add(all, "iccid", List.of("iccid", "SIM卡号", "列甲"), random -> luhn("898600000000" + digits(random, 7)));
        add(all, "bank-card", List.of("银行卡号", "card_no", "列甲"), random -> luhn("622202000000" + digits(random, 6)));
        add(all, "email", List.of("电子邮箱", "email", "列甲"), random -> "u" + digits(random, 5) + "@example.com");
        add(all, "ip-address", List.of("登录IP地址", "client_ip", "列甲"),
                random -> "198.51.100." + random.nextInt(256));
        add(all, "mac", List.of("mac地址", "mac_addr", "列甲"), random -> String.format("00:00:5E:00:53:%02X",
                random.nextInt(256)));
        add(all, "plate", List.of("车牌号", "plate_number", "列甲"), random -> "粤B" + digits(random, 5));
        add(all, "chinese-name", List.of("姓名", "cust_name", "列甲"), Columns::name);
        add(all, "address", List.of("装机地址", "home_addr", "列甲"), Columns::address);
        add(all, "birth-date", List.of("出生日期", "birthday"), random -> day(random, 1860));
        add(all, "passport", List.of("护照号", "passport_no"), random -> "E" + digits(random, 8));
        add(all, "coordinates", List.of("经度", "longitude"), random -> "121." + digits(random, 6));
        add(all, "password", List.of("服务密码", "user_pwd"), random -> digits(random, 6));
        add(all, "customer-number", List.of("客户编号", "cust_id"), random -> "C" + digits(random, 9));
        add(all, "gender", List.of("性别", "gender"), random -> random.nextBoolean() ? "男" : "女");
        add(all, "bill", List.of("月租费用", "monthly_charges"), random -> random.nextInt(200) + ".5");
        add(all, "usage", List.of("通话时长", "callDuration"), random -> String.valueOf(random.nextInt(4_000)));
        add(all, "cell", List.of("小区标识", "cell_id"), random -> "460-00-" + digits(random, 5));
        nothing(all, List.of("订单号", "order_no", "列甲"), random -> "2023" + digits(random, 14));
        nothing(all, List.of("金额合计值", "列甲"), random -> random.nextInt(9_000) + "." + digits(random, 2));
        nothing(all, List.of("创建日期", "create_day", "列甲"), random -> day(random, 2015));
        nothing(all, List.of("毫秒数", "epoch_ms", "列甲"), random -> "17" + digits(random, 11));
        nothing(all, List.of("时间戳", "ts", "列甲"), random -> "2023" + String.format("%02d%02d", 1 + random.nextInt(12),
                1 + random.nextInt(28)) + digits(random, 6));
        nothing(all, List.of("数量值", "qty", "列甲"), random -> String.valueOf(random.nextInt(500)));
        nothing(all, List.of("编码十五位", "列甲"), random -> "7" + digits(random, 14));
        nothing(all, List.of("编码十六位", "列甲"), random -> "8" + digits(random, 15));
        nothing(all, List.of("渠道名", "channel", "列甲"), random -> List.of("营业厅", "网上", "热线", "高铁站", "马连道")
                .get(random.nextInt(5)));
        nothing(all, List.of("备注码", "列甲"), random -> "SKU-" + digits(random, 8));
        nothing(all, List.of("版本号码串", "列甲"), random -> "v" + random.nextInt(9) + "." + random.nextInt(20));
        nothing(all, List.of("哈希值", "digest", "列甲"), random -> hex(random, 32));
        nothing(all, List.of("是否在用", "is_active", "列甲"), random -> random.nextBoolean() ? "是" : "否");
        nothing(all, List.of("uuid", "列甲"), random -> hex(random, 8) + "-" + hex(random, 4) + "-4" + hex(random, 3)
                + "-a" + hex(random, 3) + "-" + hex(random, 12));
        nothing(all, List.of("phone_type", "手机类型"), random -> List.of("A", "B").get(random.nextInt(2)));
        return all;
    }

    private static void add(Map<String, Column> all, String kind, List<String> headers,
            Function<Random, String> value) {
        all.put(kind + all.size(), new Column(kind, headers, value));
    }

    private static void nothing(Map<String, Column> all, List<String> headers, Function<Random, String> value) {
        add(all, "", headers, value);
    }

    static String residentId(Random random) {
        String[] areas = {"110105", "330106", "440106", "510107", "110103"};
        String begin = areas[random.nextInt(areas.length)] + day(random, 1860).replace("-", "") + digits(random, 3);
        int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += weights[i] * (begin.charAt(i) - '0');
        }
        return begin + "10X98765432".charAt(sum % 11);
    }

    static String luhn(String begin) {
        int sum = 0;
        for (int i = 0; i < begin.length(); i++) {
            int digit = begin.charAt(begin.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? 2 * digit : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return begin + (10 - sum % 10) % 10;
    }

    static String name(Random random) {
        StringBuilder name = new StringBuilder().append(SURNAMES.charAt(random.nextInt(SURNAMES.length())));
        for (int i = 0; i <= random.nextInt(2); i++) {
            name.append(GIVEN.charAt(random.nextInt(GIVEN.length())));
        }
        return name.toString();
    }

    static String address(Random random) {
        return CITIES.get(random.nextInt(CITIES.size())) + STREETS.get(random.nextInt(STREETS.size()))
                + (1 + random.nextInt(300)) + "号" + (1 + random.nextInt(20)) + "幢" + (101 + random.nextInt(800)) + "室";
    }

    private static String day(Random random, int year) {
        return String.format("%d-%02d-%02d", year + random.nextInt(10), 1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    private static String hex(Random random, int count) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < count; i++) {
            hex.append("0123456789abcdef".charAt(random.nextInt(16)));
        }
        return hex.toString();
    }
}
