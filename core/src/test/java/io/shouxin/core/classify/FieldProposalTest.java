// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.detect.Detector;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Index;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FieldProposalTest {

    @Test
    void proposesFieldsThatARegisterTakes() {
        List<String> headers = List.of("servedMSISDN", "手机号码", "姓名", "monthly_charges", "a_b_c_d_e_f_phone", "序", "备注");
        TableSample table = new TableSample(Detector.shipped(), headers);
        Random random = new Random(3);
        for (int i = 0; i < 60; i++) {
            String phone = "160" + Columns.digits(random, 8);
            table.add(List.of(phone, phone, Columns.name(random), "20." + i, phone, String.valueOf(i), "请拨" + phone));
        }
        List<Field> fields = FieldProposal.of(table.findings(), ColumnFinding.CONFIDENCE_MIN);
        assertThat(fields).extracting(Field::name).containsExactly(
                "served-msisdn", "phone", "chinese-name", "monthly-charges", "a-b-c-d-e", "text");
        assertThat(fields).allSatisfy(field ->
                assertThat(field.name()).matches("[a-z][a-z0-9]{0,31}(-[a-z0-9]{1,31}){0,4}"));
        assertThat(fields.get(1)).isEqualTo(new Field("phone", "手机号码", "Mobile number", "A1-2", "phone", "phone",
                Index.EXACT, false));
        assertThat(fields.get(3)).isEqualTo(new Field("monthly-charges", "消费和账单", "monthly_charges", "C1-3", "decimal",
                "all", Index.NONE, false));
        assertThat(fields.get(5)).isEqualTo(new Field("text", "备注", "Free text", "A1-2", "text", "all", Index.NONE,
                false));
    }

    @Test
    void givesEveryFieldANameOfItsOwn() {
        TableSample table = new TableSample(Detector.shipped(), List.of("手机号", "电话", "phone"));
        for (int i = 0; i < 30; i++) {
            table.add(List.of("16000001234", "16000001235", "16000001236"));
        }
        assertThat(FieldProposal.of(table.findings(), 50)).extracting(Field::name)
                .containsExactly("phone", "phone-2", "phone-3");
    }
}
