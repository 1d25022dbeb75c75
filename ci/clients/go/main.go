// So many streams at once on one connection, each with a recording: every one must get a final and end well.
// usage: streams HOST:PORT DESCRIPTORS WAV COUNT
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
)

const (
	wavHeader  = 44
	chunkBytes = 6400
	service    = "/stt.STTBackend/"
)

// The messages by name, from the descriptors: no generated code is needed.
type messages struct{ file protoreflect.FileDescriptor }

func (m messages) make(name string, values map[string]any) *dynamicpb.Message {
	descriptor := m.file.Messages().ByName(protoreflect.Name(name))
	message := dynamicpb.NewMessage(descriptor)
	for field, value := range values {
		message.Set(descriptor.Fields().ByName(protoreflect.Name(field)), protoreflect.ValueOf(value))
	}
	return message
}

func read(path string) (messages, error) {
	bytes, err := os.ReadFile(path)
	if err != nil {
		return messages{}, err
	}
	var set descriptorpb.FileDescriptorSet
	if err := proto.Unmarshal(bytes, &set); err != nil {
		return messages{}, err
	}
	file, err := protodesc.NewFile(set.File[0], nil)
	return messages{file}, err
}

func stream(connection *grpc.ClientConn, m messages, id string, pcm []byte) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	request := m.make("SessionRequest", map[string]any{"session_id": id})
	if err := connection.Invoke(ctx, service+"CreateSession", request, m.make("SessionResponse", nil)); err != nil {
		return err
	}
	description := grpc.StreamDesc{ClientStreams: true, ServerStreams: true}
	call, err := connection.NewStream(ctx, &description, service+"StreamingRecognize")
	if err != nil {
		return err
	}
	for at := 0; at < len(pcm); at += chunkBytes {
		end := min(at+chunkBytes, len(pcm))
		chunk := m.make("AudioChunk", map[string]any{
			"session_id": id, "pcm16": pcm[at:end], "sample_rate": int32(16000), "is_final": end == len(pcm)})
		if err := call.SendMsg(chunk); err != nil {
			return err
		}
	}
	finals := 0
	for {
		result := m.make("STTResult", nil)
		err := call.RecvMsg(result)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if result.Get(result.Descriptor().Fields().ByName("is_final")).Bool() {
			finals++
		}
	}
	if finals == 0 {
		return errors.New("no final")
	}
	return nil
}

func run() error {
	m, err := read(os.Args[2])
	if err != nil {
		return err
	}
	wav, err := os.ReadFile(os.Args[3])
	if err != nil {
		return err
	}
	count, err := strconv.Atoi(os.Args[4])
	if err != nil {
		return err
	}
	connection, err := grpc.NewClient("passthrough:///"+os.Args[1], grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer connection.Close()
	failures := make(chan error, count)
	var all sync.WaitGroup
	for i := range count {
		all.Add(1)
		go func() {
			defer all.Done()
			if err := stream(connection, m, fmt.Sprintf("go-%d", i), wav[wavHeader:]); err != nil {
				failures <- err
			}
		}()
	}
	all.Wait()
	close(failures)
	failed := 0
	for failure := range failures {
		failed++
		fmt.Fprintln(os.Stderr, " ", failure)
	}
	fmt.Printf("grpc-go: %d of %d\n", count-failed, count)
	if failed > 0 {
		return errors.New("some streams failed")
	}
	return nil
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
