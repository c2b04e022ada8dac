// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.server.desk.Desk;
import io.shouxin.server.desk.Desk.Page;
import io.shouxin.server.desk.Desk.Seat;
import io.shouxin.server.vault.Door;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A care agent who wants a bank account in the clear, and whoever may agree to it: the sample register's scene
 * {@code bank-account}, through the pages.
 */
@TestComponent
public class AgreementTrial {

    /** Its check digit is right and nobody has it. */
    public static final String CARD = "6222020999000012347";
    public static final String MASKED = "***************" + CARD.substring(CARD.length() - 4);
    public static final String PURPOSE = "care.billing-dispute";
    public static final String WORDS = "账单显示扣款账户有误，需要当面核对后四位以外的号段";

    private static final Pattern ID = Pattern.compile("/approvals/(VA[0-9]{8}-[0-9]{6})");

    private final Door door;
    private final Desk desk;
    private final JdbcClient db;

    AgreementTrial(Door door, Desk desk, JdbcClient db) {
        this.door = door;
        this.desk = desk;
        this.db = db;
    }

    /** A customer with a bank card and an open ticket about the bill. */
    public record Case(String customer, String ticket) {}

    public Case newCase() throws Exception {
        String customer = door.send("app-crm", "/api/v1/customers", """
                {"purpose": "service.open", "fields": {"customer-number": "%s", "name": "欧阳明月", "phone": "%s",
                 "plan": "5G 畅享 129 元", "bank-card": "%s"}}"""
                .formatted(Door.freshNumber(), Door.freshPhone(), CARD)).text("/id");
        String ticket = door.send("app-crm", "/api/v1/tickets", """
                {"customer": "%s", "kind": "%s"}""".formatted(customer, PURPOSE)).text("/ticket");
        return new Case(customer, ticket);
    }

    public Page ask(Seat agent, Case about, String... more) throws Exception {
        String[] form = {"purpose", PURPOSE, "ticket", about.ticket(), "fields", "bank-card", "kind", "bill-dispute",
            "reason", WORDS};
        String[] all = java.util.Arrays.copyOf(form, form.length + more.length);
        System.arraycopy(more, 0, all, form.length, more.length);
        return agent.send("/customers/" + about.customer() + "/approvals", all);
    }

    /** Asks and answers the number of the request. */
    public String asked(Seat agent, Case about, String... more) throws Exception {
        Page page = ask(agent, about, more);
        Matcher id = ID.matcher(page.location());
        if (!id.find()) {
            throw new IllegalStateException(page + " " + page.html());
        }
        return id.group(1);
    }

    public Page view(Seat agent, Case about, String... fields) throws Exception {
        String[] form = new String[4 + 2 * fields.length];
        form[0] = "purpose";
        form[1] = PURPOSE;
        form[2] = "ticket";
        form[3] = about.ticket();
        for (int i = 0; i < fields.length; i++) {
            form[4 + 2 * i] = "fields";
            form[5 + 2 * i] = fields[i];
        }
        return agent.send("/customers/" + about.customer() + "/reveal", form);
    }

    public Page agree(Seat approver, String id, String... form) throws Exception {
        String[] all = java.util.Arrays.copyOf(form, form.length + 2);
        all[form.length] = "factor-proof";
        all[form.length + 1] = Desk.PASSWORD;
        return approver.send("/approvals/" + id + "/agree", all);
    }

    public String state(String id) {
        return db.sql("SELECT state FROM approval WHERE id = :id").param("id", id).query(String.class).single();
    }
}
