"""What any page of the account is made of: names escaped, texts with all that was found in them, what people hold of it in words."""
