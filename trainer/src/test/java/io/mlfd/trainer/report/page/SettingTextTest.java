package io.mlfd.trainer.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"name\":\"resnet8\",\"width\":8},{\"name\":\"resnet14\",\"width\":16}] | resnet8/8, resnet14/16",
                "[\"last\",\"embedding\"] | last, embedding",
                "1e-5 | 1.0e-5",
                "0.50 | 0.5"
            })
    void listsOfObjectsAreToldByTheirFields(String json, String text) throws Exception {
        assertThat(SettingsSection.text(new ObjectMapper().readTree(json))).isEqualTo(text);
    }
}
