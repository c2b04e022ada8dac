// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

/**
 * How a second person agrees (金库模式: 远程授权, 现场授权, 工单匹配). A ticket stands in for a person only
 * while the ticket system says that it is open and about this very customer.
 */
public enum Way implements Word {
    REMOTE, ON_SITE, TICKET
}
