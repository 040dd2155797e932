package io.mlfd.trainer.engine;

import ai.djl.ndarray.NDManager;
import io.mlfd.api.DeviceChoice;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives to tests what they compute with, as parameters of the constructor or of a method: the {@link TorchEngine} on one
 * thread, which ends with the class's last test, and an {@link NDManager}, the scope of the one step that a test is, which
 * ends with the test.
 */
public final class EngineExtension implements BeforeAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(EngineExtension.class);

    /** A constructor is called for its test, so that a scope it asks for ends with the test and not with the class. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // What a store holds is closed with it: engines after all scopes, since a class ends after its tests.
        context.getStore(NAMESPACE).put(TorchEngine.class, TorchEngine.open(1, TestDevice.choice()));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        boolean inTest = context.getTestMethod().isPresent();
        return type == TorchEngine.class || (type == NDManager.class && inTest);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Store store = context.getStore(NAMESPACE);
        boolean onCpu = context.getTestMethod()
                .map(test -> test.isAnnotationPresent(OnCpu.class))
                .orElse(false);
        TorchEngine engine = onCpu
                ? store.getOrComputeIfAbsent(
                        OnCpu.class, type -> TorchEngine.open(1, DeviceChoice.CPU), TorchEngine.class)
                : store.get(TorchEngine.class, TorchEngine.class);
        return parameter.getParameter().getType() == TorchEngine.class
                ? engine
                : store.getOrComputeIfAbsent(NDManager.class, type -> engine.step(), NDManager.class);
    }
}
