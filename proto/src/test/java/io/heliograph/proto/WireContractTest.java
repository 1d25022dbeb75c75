package io.heliograph.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What deployed clients were compiled against, written down by hand: a difference breaks them. */
final class WireContractTest {
    private static final FileDescriptor FILE = AudioChunk.getDescriptor().getFile();

    private static final String CONTRACT = """
            package stt
            rpc stt.STTBackend/CreateSession SessionRequest -> SessionResponse
            rpc stt.STTBackend/StreamingRecognize stream AudioChunk -> stream STTResult
            VADMode VAD_CONTINUE=0
            VADMode VAD_AUTO_END=1
            Task TASK_UNSPECIFIED=0
            Task TASK_TRANSCRIBE=1
            Task TASK_TRANSLATE=2
            DecodeProfile DECODE_PROFILE_UNSPECIFIED=0
            DecodeProfile DECODE_PROFILE_REALTIME=1
            DecodeProfile DECODE_PROFILE_ACCURATE=2
            SessionRequest 1 session_id string
            SessionRequest 2 attributes map<string,string>
            SessionRequest 3 vad_mode VADMode
            SessionRequest 4 vad_silence double
            SessionRequest 5 vad_threshold double
            SessionRequest 10 vad_threshold_override optional double
            SessionRequest 6 require_token bool
            SessionRequest 7 language_code string
            SessionRequest 8 task Task
            SessionRequest 9 decode_profile DecodeProfile
            SessionResponse 1 attributes map<string,string>
            SessionResponse 2 vad_mode VADMode
            SessionResponse 3 vad_silence double
            SessionResponse 4 vad_threshold double
            SessionResponse 5 token string
            SessionResponse 6 token_required bool
            SessionResponse 7 language_code string
            SessionResponse 8 task Task
            SessionResponse 9 decode_profile DecodeProfile
            AudioChunk 1 pcm16 bytes
            AudioChunk 2 sample_rate int32
            AudioChunk 3 is_final bool
            AudioChunk 4 session_id string
            AudioChunk 5 session_token string
            STTResult 1 text string
            STTResult 2 is_final bool
            STTResult 3 start_sec double
            STTResult 4 end_sec double
            STTResult 5 language_code string
            STTResult 6 language string
            STTResult 7 probability double
            STTResult 10 committed_text string
            STTResult 11 unstable_text string
            """;

    @Test
    void theFileSaysWhatTheContractSays() {
        List<String> lines = new ArrayList<>();
        lines.add("package " + FILE.getPackage());
        FILE.getServices().forEach(service -> service.getMethods().forEach(method -> lines.add(rpc(method))));
        for (EnumDescriptor type : FILE.getEnumTypes()) {
            type.getValues()
                    .forEach(value -> lines.add(type.getName() + " " + value.getName() + "=" + value.getNumber()));
        }
        // In the order of the file, which is part of the contract.
        for (Descriptor message : FILE.getMessageTypes()) {
            message.toProto()
                    .getFieldList()
                    .forEach(field -> lines.add(field(message.findFieldByNumber(field.getNumber()))));
        }
        assertEquals(CONTRACT.strip(), String.join("\n", lines));
    }

    private static String rpc(MethodDescriptor method) {
        return "rpc %s/%s %s%s -> %s%s"
                .formatted(
                        method.getService().getFullName(),
                        method.getName(),
                        method.isClientStreaming() ? "stream " : "",
                        method.getInputType().getName(),
                        method.isServerStreaming() ? "stream " : "",
                        method.getOutputType().getName());
    }

    private static String field(FieldDescriptor field) {
        return "%s %d %s %s%s"
                .formatted(
                        field.getContainingType().getName(),
                        field.getNumber(),
                        field.getName(),
                        field.toProto().getProto3Optional() ? "optional " : "",
                        type(field));
    }

    private static String type(FieldDescriptor field) {
        if (field.isMapField()) {
            Descriptor entry = field.getMessageType();
            return "map<%s,%s>".formatted(type(entry.findFieldByName("key")), type(entry.findFieldByName("value")));
        }
        String repeated = field.isRepeated() ? "repeated " : "";
        return repeated
                + switch (field.getJavaType()) {
                    case ENUM -> field.getEnumType().getName();
                    case MESSAGE -> field.getMessageType().getName();
                    default -> field.getType().name().toLowerCase(Locale.ROOT);
                };
    }
}
