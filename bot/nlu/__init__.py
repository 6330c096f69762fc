"""What a message means: the encoder, the intent reader, the danger reader and the policy answer finder."""
