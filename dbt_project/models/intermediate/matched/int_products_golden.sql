{{ golden_members('products', 'product_id') }}
