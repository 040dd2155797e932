package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonValue;

/** Networks that experts and students can be, a closed list for the definition: {@link io.mlfd.plan.network.NetworkShapes} has their shapes. */
public enum NetworkName {
    RESNET8("resnet8"),
    RESNET14("resnet14"),
    RESNET20("resnet20"),
    RESNET32("resnet32"),
    RESNET18("resnet18"),
    RESNET34("resnet34"),
    RESNET50("resnet50"),
    WRN16("wrn16"),
    WRN28("wrn28"),
    WRN40("wrn40"),
    VGG11("vgg11"),
    VGG13("vgg13"),
    VGG16("vgg16"),
    MOBILENETV2("mobilenetv2"),
    SHUFFLENETV2_X05("shufflenetv2-x05"),
    SHUFFLENETV2_X1("shufflenetv2-x1"),
    EFFICIENTNET_B0("efficientnet-b0"),
    SERESNEXT26T("seresnext26t"),
    DENSENET40("densenet40"),
    CONVNEXTV2_ATTO("convnextv2-atto"),
    CONVNEXTV2_FEMTO("convnextv2-femto"),
    CONVNEXTV2_PICO("convnextv2-pico"),
    CONVNEXTV2_NANO("convnextv2-nano"),
    CONVNEXTV2_TINY("convnextv2-tiny"),
    VIT_TINY("vit-tiny"),
    VIT_SMALL("vit-small"),
    SWIN_TINY("swin-tiny");

    private final String label;

    NetworkName(String label) {
        this.label = label;
    }

    /** The name as in a run file. */
    @JsonValue
    public String label() {
        return label;
    }
}
