// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import io.shouxin.core.data.ClassTree;
import io.shouxin.core.data.DataClass;
import io.shouxin.core.data.ValueType;
import io.shouxin.core.mask.Mask;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be found. The first part is found by the value itself, in text and in columns; the part from
 * {@link #CUSTOMER_NUMBER} on has no shape of its own and is known by a column's name only.
 */
public enum Kind {
    RESIDENT_ID("A1-1", ValueType.RESIDENT_ID, "resident-id", "居民身份证号", "Resident ID number"),
    PASSPORT("A1-1", ValueType.CODE, "resident-id", "护照号", "Passport number"),
    TRAVEL_PERMIT("A1-1", ValueType.CODE, "resident-id", "通行证和居留证号", "Travel or residence permit"),
    USCC("A1-1", ValueType.USCC, "uscc", "统一社会信用代码", "Unified social credit code"),
    CHINESE_NAME("A1-1", ValueType.NAME, "name", "中文姓名", "Chinese name"),
    WESTERN_NAME("A1-1", ValueType.NAME, "name", "西文姓名", "Western name"),
    PLATE("A1-1", ValueType.CODE, "keep-2-2", "车牌号", "Licence plate"),
    BANK_CARD("A1-1b", ValueType.BANK_CARD, "bank-card", "银行卡号", "Bank card number"),
    PHONE("A1-2", ValueType.PHONE, "phone", "手机号码", "Mobile number"),
    FIXED_LINE("A1-2", ValueType.CONTACT_PHONE, "contact-phone", "固定电话", "Fixed line"),
    FOREIGN_PHONE("A1-2", ValueType.PHONE, "phone", "境外号码", "Number of another country"),
    EMAIL("A1-2", ValueType.EMAIL, "email", "电子邮箱", "E-mail address"),
    IP_ADDRESS("A1-2", ValueType.CODE, "all", "IP 地址", "IP address"),
    BIRTH_DATE("A1-3", ValueType.DATE, "date-year", "出生日期", "Date of birth"),
    ADDRESS("A1-5", ValueType.ADDRESS, "address-city", "地址", "Address"),
    PASSWORD("A2-1", ValueType.PASSWORD, "all", "密码", "Password"),
    KEY("A2-1", ValueType.TEXT, "all", "密钥和令牌", "Key or token"),
    COORDINATES("C1-4", ValueType.TEXT, "all", "经纬度", "Coordinates"),
    IMSI("C2-1", ValueType.IMSI, "imsi", "IMSI", "IMSI"),
    IMEI("C2-1", ValueType.IMEI, "imei", "IMEI", "IMEI"),
    ICCID("C2-1", ValueType.ICCID, "iccid", "SIM 卡号（ICCID）", "SIM card number (ICCID)"),
    MAC("C2-1", ValueType.CODE, "all", "MAC 地址", "MAC address"),

    CUSTOMER_NUMBER("A1-1", ValueType.CUSTOMER_NUMBER, "customer-number", "客户编号", "Customer number"),
    GENDER("A1-3", ValueType.CODE, "all", "性别", "Gender"),
    PROFILE("A1-3", ValueType.CODE, "all", "基本资料", "Basic profile"),
    PRIVATE("A1-5", ValueType.CODE, "all", "私密资料", "Private particulars"),
    CONTENT("B1-1", ValueType.TEXT, "all", "通信内容", "Content of communications"),
    SUBSCRIPTION("C1-1", ValueType.CODE, "all", "业务订购", "Subscription"),
    USAGE("C1-2", ValueType.CODE, "all", "服务记录", "Service record"),
    BILL("C1-3", ValueType.CODE, "all", "消费和账单", "Consumption and bill"),
    CELL("C1-4", ValueType.CODE, "all", "基站和小区", "Cell"),
    VIOLATION("C1-5", ValueType.CODE, "all", "违规记录", "Record of violation"),
    DEVICE_MODEL("C2-2", ValueType.CODE, "all", "终端资料", "Device particulars");

    private final String classCode;
    private final ValueType type;
    private final String mask;
    private final String zh;
    private final String en;

    Kind(String classCode, ValueType type, String mask, String zh, String en) {
        this.classCode = classCode;
        this.type = type;
        this.mask = mask;
        this.zh = zh;
        this.en = en;
    }

    /** Its name in reports for programs, such as {@code resident-id}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Kind> ofCode(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
    }

    /** The leaf of the class tree it belongs to. */
    public DataClass dataClass() {
        return ClassTree.find(classCode).orElseThrow();
    }

    /** The type that would read it, when it is put into a register. */
    public ValueType type() {
        return type;
    }

    /** The mask it is shown with. */
    public Mask mask() {
        return Mask.named(mask).orElseThrow();
    }

    public String zh() {
        return zh;
    }

    public String en() {
        return en;
    }

    /** Whether a value shows by itself what it is; otherwise only the name of its column does. */
    public boolean byValue() {
        return ordinal() < CUSTOMER_NUMBER.ordinal();
    }
}
