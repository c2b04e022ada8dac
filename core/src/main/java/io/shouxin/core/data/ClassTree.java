// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import static io.shouxin.core.data.Budget.CDR_LODGING_HEALTH_TRANSACTION;
import static io.shouxin.core.data.Budget.OTHER;
import static io.shouxin.core.data.Budget.TRACK_CONTENT_CREDIT_PROPERTY;

import java.util.List;
import java.util.Optional;

/**
 * The classes that a new register starts from: the tree in use at Chinese operators (the YD/T 2781 and
 * 2782 line of 2014). The register may change levels; only A1-1's is confirmed by a published source,
 * and where sources give two levels the higher one is taken.
 *
 * <p>Two things are ours. A1-1b splits the bank account off A1-1, because it belongs to the payment
 * family. The budget of a class is the strictest one that its ordinary content falls under.
 */
public final class ClassTree {

    private static final List<ClassGroup> GROUPS = List.of(
            new ClassGroup("A", "用户身份和鉴权信息", "Identity and authentication"),
            new ClassGroup("B", "用户数据及服务内容信息", "User data and service content"),
            new ClassGroup("C", "用户服务相关信息", "Service-related information"));

    private static final List<DataClass> DEFAULTS = List.of(
            new DataClass("A1-1", "自然人身份标识", "Personal identifiers", 3, true, Family.IDENTITY, OTHER),
            leaf("A1-1b", "银行账号", "Bank accounts", 3, TRACK_CONTENT_CREDIT_PROPERTY),
            leaf("A1-2", "网络身份标识", "Network identifiers", 3, OTHER),
            leaf("A1-3", "用户基本资料", "Basic profile", 3, OTHER),
            leaf("A1-4", "实体身份证明", "Identity documents and biometrics", 4, OTHER),
            leaf("A1-5", "用户私密资料", "Private particulars", 4, CDR_LODGING_HEALTH_TRANSACTION),
            leaf("A2-1", "用户密码及关联信息", "Passwords and related", 4, TRACK_CONTENT_CREDIT_PROPERTY),
            leaf("B1-1", "服务内容数据", "Content of communications", 4, TRACK_CONTENT_CREDIT_PROPERTY),
            leaf("B1-2", "联系人信息", "Contacts", 3, OTHER),
            leaf("C1-1", "业务订购关系", "Subscriptions", 1, OTHER),
            leaf("C1-2", "服务记录和日志", "Service records and logs", 3, CDR_LODGING_HEALTH_TRANSACTION),
            leaf("C1-3", "消费信息和账单", "Consumption and bills", 2, CDR_LODGING_HEALTH_TRANSACTION),
            leaf("C1-4", "位置数据", "Location", 3, TRACK_CONTENT_CREDIT_PROPERTY),
            leaf("C1-5", "违规记录数据", "Records of violations", 2, OTHER),
            leaf("C2-1", "终端设备标识", "Device identifiers", 3, OTHER),
            leaf("C2-2", "终端设备资料", "Device particulars", 2, OTHER));

    private ClassTree() {}

    /** In the order of their codes, which is the order of the page. */
    public static List<DataClass> defaults() {
        return DEFAULTS;
    }

    public static List<ClassGroup> groups() {
        return GROUPS;
    }

    public static Optional<DataClass> find(String code) {
        return DEFAULTS.stream().filter(leaf -> leaf.code().equals(code)).findFirst();
    }

    private static DataClass leaf(String code, String zh, String en, int level, Budget budget) {
        return new DataClass(code, zh, en, level, false, family(code), budget);
    }

    private static Family family(String code) {
        return switch (code) {
            case "A1-1b", "C1-3" -> Family.PAYMENT;
            case "C1-2", "C1-4" -> Family.CALL_RECORDS;
            default -> code.startsWith("A") ? Family.IDENTITY : Family.OTHER;
        };
    }
}
