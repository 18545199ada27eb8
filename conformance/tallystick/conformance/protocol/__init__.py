"""The protocol of `spec/protocol.md`: any engine over a pipe, hostile ones included."""
